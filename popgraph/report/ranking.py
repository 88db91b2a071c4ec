"""Measures of a network, their rankings and what survives, for people and for spreadsheets."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from popgraph.networks.listing import Column, Listing, Value
from popgraph.networks.metrics import METRICS
from popgraph.report.listing import subtitle
from popgraph.report.table import Table, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from popgraph.networks.analysis import Analysis, Replay
    from popgraph.networks.robustness import Assessment, Conclusion, Ranking, Spread, Standing, Survival

__all__ = ["listing", "replayed", "text"]

_WORDS = {
    "es": {
        "measure": "medida",
        "value": "valor",
        "rank": "puesto",
        "actor": "actor",
        "null": "modelo nulo (95 %)",
        "p": "p",
        "leave_out": "sin una tarea",
        "readings": "según lecturas",
        "conclusion": "conclusión",
        "chance": "más de lo que explica el número de tareas",
        "yes": "sí",
        "no": "no",
        "holds": "{held} de {tried}",
        "against": "{held} de {tried}; no con {example}",
        "without": "{held} de {tried}; no sin {example}",
        "low": "menor primero",
        "draws": "Modelo nulo: {drawn} con los mismos números de tareas por actor y de actores por tarea, "
        "semilla {seed}. p: de una prueba; q: corregida por el número de actores (Benjamini y Hochberg).",
        "drawn": "{count} sorteos",
        "drawn_one": "un sorteo",
        "left": "Puestos extremos al quitar cada una de las {count} tareas.",
        "left_one": "Puestos extremos al quitar la única tarea.",
        "read": "Puestos extremos con las {count} otras lecturas de los nombres dudosos, solas y en {combined} de "
        "sus {combinations} combinaciones{sample}.",
        "read_one": "Puestos extremos con la otra lectura de un nombre dudoso.",
        "sample": ", sorteadas con la semilla {seed}",
        "more": "… y {count} más; están en CSV y JSON.",
        "more_one": "… y una más; está en CSV y JSON.",
        "digest": "Red {digest}; popgraph {version}.",
        "same": "Los mismos números.",
        "other_data": "La red no es la misma: los datos son otros.",
        "other_version": "El archivo es de otra versión de popgraph.",
        "differences": "{count} números salen distintos:",
        "differences_one": "Un número sale distinto:",
        "where": "dónde",
        "before": "en el archivo",
        "now": "ahora",
    },
    "en": {
        "measure": "measure",
        "value": "value",
        "rank": "rank",
        "actor": "actor",
        "null": "null model (95 %)",
        "p": "p",
        "leave_out": "without a task",
        "readings": "by reading",
        "conclusion": "conclusion",
        "chance": "more than the number of tasks explains",
        "yes": "yes",
        "no": "no",
        "holds": "{held} of {tried}",
        "against": "{held} of {tried}; not with {example}",
        "without": "{held} of {tried}; not without {example}",
        "low": "least first",
        "draws": "Null model: {drawn} with the same numbers of tasks of each actor and of actors of each task, "
        "seed {seed}. p: of one test; q: adjusted for the number of actors (Benjamini and Hochberg).",
        "drawn": "{count} draws",
        "drawn_one": "one draw",
        "left": "Extreme ranks when each of the {count} tasks is left out.",
        "left_one": "Extreme ranks when the only task is left out.",
        "read": "Extreme ranks under the {count} other readings of doubtful names, alone and in {combined} of their "
        "{combinations} combinations{sample}.",
        "read_one": "Extreme ranks under the other reading of a doubtful name.",
        "sample": ", drawn at random with seed {seed}",
        "more": "… and {count} more; they are in CSV and JSON.",
        "more_one": "… and one more; it is in CSV and JSON.",
        "digest": "Network {digest}; popgraph {version}.",
        "same": "The same numbers.",
        "other_data": "The network isn't the same: the data are others.",
        "other_version": "The file is of another version of popgraph.",
        "differences": "{count} numbers come out otherwise:",
        "differences_one": "One number comes out otherwise:",
        "where": "where",
        "before": "in the file",
        "now": "now",
    },
}
_SHOWN_DIFFERENCES = 20
_LONGEST = 3


def text(found: Analysis, *, lang: str = "es", rows: int = 10) -> str:
    """Return an analysis as text: the network's own measures, then each ranking with how sure it is, and what survives.

    Args:
        found: The analysis.
        lang: Language.
        rows: How many actors of each ranking are shown.
    """
    words = _WORDS[lang]
    blocks = [subtitle(found.network, lang=lang), plain(_summary(found, lang))]
    assessed = found.assessment
    if assessed:
        for ranking in assessed.rankings:
            blocks += [plain(_ranking(ranking, lang, rows)), plain(_conclusions(ranking, lang, rows))]
        blocks.append(_how(assessed, lang))
    else:
        blocks += [plain(_values(found, id_, lang, rows)) for id_ in found.values]
    blocks.append(words["digest"].format(digest=found.digest[:16], version=found.version))
    return "\n\n".join(blocks)


def listing(found: Analysis) -> Listing:
    """Return an analysis as a table: a row a measure and actor, with its place under each test."""
    columns = (
        *(
            Column.headed("metric", "medida", "measure"),
            Column.headed("id", "id", "id"),
            Column.headed("label", "actor", "actor"),
        ),
        *(Column.headed("value", "valor", "value", 4), Column.headed("rank", "puesto", "rank", 0)),
        *(Column.headed("null_mean", "media del modelo nulo", "mean of the null model", 4),),
        *(Column.headed("null_low", "2,5 % del modelo nulo", "2.5 % of the null model", 4),),
        *(Column.headed("null_high", "97,5 % del modelo nulo", "97.5 % of the null model", 4),),
        *(
            Column.headed("z", "z", "z", 2),
            Column.headed("p_high", "p, más", "p, more", 4),
            Column.headed("p_low", "p, menos", "p, less", 4),
            Column.headed("q_high", "q, más", "q, more", 4),
            Column.headed("q_low", "q, menos", "q, less", 4),
        ),
        *(
            Column.headed(f"{test}_{end}", f"{names[0]}: {ends[0]}", f"{names[1]}: {ends[1]}", 0)
            for test, names in (
                ("leave_out", ("sin una tarea", "without a task")),
                ("alone", ("con otra lectura", "by another reading")),
                ("together", ("con varias lecturas", "by several readings")),
            )
            for end, ends in (
                ("best", ("mejor puesto", "best rank")),
                ("worst", ("peor puesto", "worst rank")),
            )
        ),
    )
    rows: list[tuple[Value, ...]] = []
    for ranking in found.assessment.rankings if found.assessment else ():
        for place in ranking.standings:
            null = place.null
            rows.append(
                (
                    *(ranking.metric, place.actor.path, place.actor.label, place.value, place.rank),
                    *(
                        (
                            null.mean,
                            null.low,
                            null.high,
                            null.z,
                            null.p_high,
                            null.p_low,
                            null.q_high,
                            null.q_low,
                        )
                        if null
                        else (None,) * 8
                    ),
                    *(
                        rank
                        for spread in (place.leave_out, place.alone, place.together)
                        for rank in ((spread.best, spread.worst) if spread else (None, None))
                    ),
                )
            )
    assessed = {ranking.metric for ranking in found.assessment.rankings} if found.assessment else set()
    for id_, values in found.values.items():
        if id_ not in assessed:
            rows += [
                (
                    id_,
                    actor.path,
                    actor.label,
                    None if math.isnan(value) else value,
                    *(None,) * (len(columns) - 4),
                )
                for actor, value in zip(found.network.actors, values, strict=True)
            ]
    return Listing(columns, tuple(rows))


def replayed(found: Replay, *, lang: str = "es") -> str:
    """Return what came of doing an analysis again."""
    words = _WORDS[lang]
    said = [subtitle(found.analysis.network, lang=lang)]
    if not found.same_data:
        said.append(words["other_data"])
    if not found.same_version:
        said.append(words["other_version"])
    if not found.differences:
        return "\n".join((*said, words["same"]))
    shown = found.differences[:_SHOWN_DIFFERENCES]
    said.append(_counted(words, "differences", len(found.differences)))
    rows = tuple((item.path, str(item.before)[:60], str(item.now)[:60]) for item in shown)
    heads = (words["where"], words["before"], words["now"])
    return "\n".join((*said, plain(Table(heads, rows))))


def _summary(found: Analysis, lang: str) -> Table:
    words = _WORDS[lang]
    return Table(
        (words["measure"], words["value"]),
        tuple(
            (METRICS[id_].labels[lang], "–" if math.isnan(value) else f"{value:.{METRICS[id_].digits}f}")
            for id_, value in found.summary.items()
        ),
        right=frozenset({1}),
    )


def _values(found: Analysis, id_: str, lang: str, rows: int) -> Table:
    """A ranking about which nothing was tried."""
    words, metric = _WORDS[lang], METRICS[id_]
    pairs = sorted(
        ((value, actor.label) for actor, value in zip(found.network.actors, found.values[id_], strict=True)),
        key=lambda pair: (math.isnan(pair[0]), -pair[0] if not math.isnan(pair[0]) else 0, pair[1]),
    )
    return Table(
        (words["actor"], words["value"]),
        tuple((label, _number(value, metric.digits)) for value, label in pairs[:rows]),
        title=metric.labels[lang],
        right=frozenset({1}),
    )


def _ranking(ranking: Ranking, lang: str, rows: int) -> Table:
    words, metric = _WORDS[lang], METRICS[ranking.metric]
    heads = ["rank", "actor", "value", "null", "p", "leave_out", "readings"]
    return Table(
        tuple(words[head] for head in heads),
        tuple(_standing(place, metric.digits) for place in ranking.standings[:rows]),
        title=metric.labels[lang] + (f" ({words['low']})" if ranking.lowest_first else ""),
        right=frozenset({0, 2, 3, 4, 5, 6}),
    )


def _standing(place: Standing, digits: int) -> tuple[str, ...]:
    null = place.null
    return (
        str(place.rank or "–"),
        place.actor.label,
        "–" if place.value is None else _number(place.value, digits),
        f"{_number(null.low, digits)} – {_number(null.high, digits)}" if null else "",
        f"{min(null.p_high, null.p_low, null.q_high, null.q_low):.3f}" if null else "",
        _ranks([place.leave_out]),
        _ranks([place.alone, place.together]),
    )


def _ranks(spreads: Iterable[Spread | None]) -> str:
    """The best and the worst rank of several tests."""
    ranks = [rank for spread in spreads if spread for rank in (spread.best, spread.worst) if rank]
    if not ranks:
        return ""
    best, worst = min(ranks), max(ranks)
    return str(best) if best == worst else f"{best} – {worst}"


def _conclusions(ranking: Ranking, lang: str, rows: int) -> Table:
    words = _WORDS[lang]
    heads = ["conclusion", "chance", "leave_out", "readings"]
    picked = [item for item in ranking.conclusions if item.claim.kind in ("above", "below")]
    left_out = set(map(id, picked[rows:]))
    shown = [item for item in ranking.conclusions if id(item) not in left_out]
    nulls = {place.actor.iri: place.null for place in ranking.standings}

    def chance(item: Conclusion) -> str:
        if item.null is None or item.null.p is None:
            return ""
        null = nulls[item.claim.subject.iri]
        # Among so many actors some stand out by chance; q says so of those that are picked out.
        q = {"above": null.q_high, "below": null.q_low}.get(item.claim.kind) if null else None
        more = "" if q is None else f", q = {q:.3f}"
        return f"{words['yes' if item.null.survives else 'no']} (p = {item.null.p:.3f}{more})"

    return Table(
        tuple(words[head] for head in heads),
        tuple(
            (
                item.text[lang],
                chance(item),
                _survival(item.leave_out, words, "without"),
                _survival(item.readings, words, "against"),
            )
            for item in shown
        ),
        caption=_counted(words, "more", len(left_out)) if left_out else "",
    )


def _survival(found: Survival | None, words: Mapping[str, str], against: str) -> str:
    if found is None:
        return ""
    if found.survives:
        return words["holds"].format(held=found.held, tried=found.tried)
    shown = list(found.counter_example[:_LONGEST])
    more = " …" if len(found.counter_example) > _LONGEST else ""
    return words[against].format(held=found.held, tried=found.tried, example=", ".join(shown) + more)


def _how(assessed: Assessment, lang: str) -> str:
    words = _WORDS[lang]
    said = []
    if assessed.draws:
        drawn = _counted(words, "drawn", assessed.draws)
        said.append(words["draws"].format(drawn=drawn, seed=assessed.seed))
    if assessed.tasks:
        said.append(_counted(words, "left", assessed.tasks))
    if assessed.readings:
        sampled = assessed.combined < assessed.combinations
        said.append(
            _counted(
                words,
                "read",
                len(assessed.readings),
                combined=assessed.combined,
                combinations=assessed.combinations,
                sample=words["sample"].format(seed=assessed.seed) if sampled else "",
            )
        )
    return "\n".join(said)


def _counted(words: Mapping[str, str], key: str, count: int, **values: object) -> str:
    """What is said of so many of something, or of one."""
    return words[f"{key}_one" if count == 1 else key].format(count=count, **values)


def _number(value: float, digits: int) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"
