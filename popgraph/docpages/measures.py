"""The page of the measures: how each is worked out, and the ways to project, file formats and figures of networks."""

from __future__ import annotations

from collections.abc import Iterable

from popgraph.docpages.markdown import anchored, code, escape, link, table
from popgraph.docpages.words import generated, say
from popgraph.networks.figures.catalogue import FIGURES
from popgraph.networks.formats.catalogue import FORMATS
from popgraph.networks.metrics import METRICS
from popgraph.networks.metrics.metric import SCOPES, Metric
from popgraph.networks.projection import PROJECTIONS, Projection

__all__ = ["measures_page"]


def measures_page(lang: str) -> str:
    """Return the page in a language.

    >>> measures_page("en").count("### `betweenness`")
    1
    """
    parts = [
        generated("measures", lang, "popgraph/networks/"),
        f"# {say('measures', lang)}",
        say("measures intro", lang),
    ]
    for scope in SCOPES:
        found = [metric for metric in METRICS.values() if metric.scope == scope]
        parts += [
            anchored(2, say(f"of {scope}s", lang), f"scope-{scope}"),
            table(
                ("id", say("label", lang), say("default measure", lang)),
                [
                    (
                        link(code(metric.id), f"#measure-{metric.id}"),
                        escape(metric.labels[lang]),
                        _yes(metric.default, lang),
                    )
                    for metric in found
                ],
            ),
            *(_metric(metric, lang) for metric in found),
        ]
    parts += [
        anchored(2, say("projections", lang), "projections"),
        say("projections intro", lang),
        *(_projection(item, lang) for item in PROJECTIONS.values()),
        anchored(2, say("formats", lang), "formats"),
        _formats(lang),
        anchored(2, say("figures", lang), "figures"),
        _figures(lang),
    ]
    return "\n\n".join(parts) + "\n"


def _metric(metric: Metric, lang: str) -> str:
    return "\n\n".join(
        (
            anchored(3, f"{code(metric.id)} · {escape(metric.labels[lang])}", f"measure-{metric.id}"),
            escape(metric.about[lang]),
            _facts(metric, lang),
        )
    )


def _projection(item: Projection, lang: str) -> str:
    title = f"{code(item.id)} · {escape(item.labels[lang])}"
    return "\n\n".join((anchored(3, title, f"projection-{item.id}"), _facts(item, lang)))


def _facts(item: Metric | Projection, lang: str) -> str:
    # In code outside a table nothing is escaped, nor need be.
    return "\n".join(
        f"* {say(key, lang)}: {value}"
        for key, value in (
            ("formula", f"`{item.formula}`"),
            ("range", escape(item.range)),
            ("reference", escape(item.source)),
        )
    )


def _formats(lang: str) -> str:
    heads = [say(key, lang) for key in ("label", "ending", "modes", "opens")]
    return table(
        ("id", *heads),
        [
            (
                code(item.id),
                link(escape(item.labels[lang]), item.page),
                code(item.suffix),
                _listed(str(number) for number in item.modes),
                escape(_listed(item.opens)),
            )
            for item in FORMATS.values()
        ],
    )


def _figures(lang: str) -> str:
    heads = [say(key, lang) for key in ("label", "shows", "drawn of")]
    return table(
        ("id", *heads),
        [
            (
                code(item.id),
                escape(item.labels[lang]),
                escape(item.about[lang]),
                say(item.needs, lang),
            )
            for item in FIGURES.values()
        ],
    )


def _listed(items: Iterable[str]) -> str:
    return ", ".join(items)


def _yes(value: bool, lang: str) -> str:
    return say("yes", lang) if value else ""
