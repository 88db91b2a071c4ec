"""The words of figures, in Spanish and English, and texts made fit to be drawn."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from popgraph.errors import UsageError
from popgraph.labels import LANGUAGES

__all__ = ["WORDS", "clean", "counted", "number", "plural", "say", "shorten"]

_WORDS = {
    "activity": ("actividad", "activity"),
    "activities": ("actividades", "activities"),
    "actor": ("actor", "actor"),
    "actors": ("actores", "actors"),
    "all actors": ("todos los actores", "all actors"),
    "calendar": ("Calendario de los indicadores por responsable", "Calendar of due indicators by actor"),
    "certain": ("con certeza en ese año o antes", "surely by that year"),
    "concentration": ("Concentración de la carga", "Concentration of the load"),
    "days": ("entre dos fechas", "between two dates"),
    "due by year": ("Plazos por año", "Due by year"),
    "equality": ("reparto igual", "equal shares"),
    "every": ("Todos", "All"),
    "first": ("desde", "from"),
    "gini": ("Gini", "Gini"),
    "heatmap": ("Responsabilidades por actor y {kind}", "Responsibilities by actor and {kind}"),
    "indicator": ("indicador", "indicator"),
    "indicators": ("indicadores", "indicators"),
    "last": ("hasta", "until"),
    "levels": ("niveles", "levels"),
    "load": ("porcentaje acumulado de la carga", "cumulative share of the load (%)"),
    "named": ("instituciones con nombre", "named institutions"),
    "network": ("Red de corresponsabilidad", "Network of shared responsibility"),
    "no sector": ("sin sector", "no sector"),
    "number in cell": ("número: peso del vínculo", "number: weight of the tie"),
    "number on bar": ("varios indicadores", "several indicators"),
    "objective": ("objetivo", "objective"),
    "objectives": ("objetivos", "objectives"),
    "open end": ("a partir de (sin fin)", "from then on (no end)"),
    "open start": ("a más tardar (sin inicio)", "no later than (no start)"),
    "period": ("plazo", "due period"),
    "periods": ("plazos", "due periods"),
    "plan": ("plan", "plan"),
    "plans": ("planes", "plans"),
    "products": ("productos", "products"),
    "projection": ("proyección", "projection"),
    "regions": ("regiones", "regions"),
    "sectors": ("sectores", "sectors"),
    "seed": ("semilla", "seed"),
    "selection": ("Selección", "Selection"),
    "selection none": ("todo", "everything"),
    "share of actors": (
        "porcentaje acumulado de actores, de menor a mayor carga",
        "cumulative share of actors, least loaded first (%)",
    ),
    "size": ("tamaño", "size"),
    "some labels": ("con rótulo {n}, por falta de sitio", "{n} labelled, for want of room"),
    "source": ("Fuente", "Source"),
    "strength": ("fuerza (suma de los pesos)", "strength (sum of weights)"),
    "task": ("tarea", "task"),
    "tasks": ("tareas", "tasks"),
    "tie": ("vínculo", "tie"),
    "ties": ("vínculos", "ties"),
    "top": ("los {n} de mayor {measure}, de {all}", "the {n} with the highest {measure}, of {all}"),
    "top load": ("los {n} de mayor carga, de {all}", "the {n} with the greatest load, of {all}"),
    "top load one": ("el de mayor carga, de {all}", "the one with the greatest load, of {all}"),
    "top share": (
        "los {n} de mayor carga llevan el {share} %",
        "the {n} with the greatest load carry {share}%",
    ),
    "total": ("total", "total"),
    "two-mode": ("Actores y {kinds}", "Actors and {kinds}"),
    "types": ("tipos", "types"),
    "uncertain": ("sin fin conocido o de varios años", "without a known end, or over several years"),
    "unlabelled events": ("códigos omitidos por falta de sitio", "codes left out for want of room"),
    "undated": ("sin plazo alguno: {actors}", "without any due period: {actors}"),
    "weight": ("peso", "weight"),
    "weight goal": ("peso: metas", "weight: goals"),
    "weight indicator": ("peso: indicadores", "weight: indicators"),
    "weight mention": ("peso: menciones", "weight: mentions"),
    "weight task": ("peso: tareas", "weight: tasks"),
    "year": ("año", "year"),
    "years": ("años", "years"),
}
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {key: MappingProxyType(dict(zip(LANGUAGES, texts, strict=True))) for key, texts in _WORDS.items()}
)
"""What figures say, by what it means."""

_ELLIPSIS = "…"


def say(key: str, lang: str, **values: object) -> str:
    """Return what a figure says in a language; where ``n`` is one, what it says of one.

    Raises:
        UsageError: If figures don't speak the language.

    >>> say("top load", "en", n=3, all=9)
    'the 3 with the greatest load, of 9'
    >>> say("top load", "en", n=1, all=9)
    'the one with the greatest load, of 9'
    """
    if lang not in LANGUAGES:
        raise UsageError(
            "Figures don't come in such a language", where=lang, hint=f"One of: {', '.join(LANGUAGES)}"
        )
    one = f"{key} one"
    return WORDS[one if values.get("n") == 1 and one in WORDS else key][lang].format(**values)


def plural(kind: str) -> str:
    """Return the key of several of what a key of `WORDS` means.

    >>> plural("task"), plural("activity")
    ('tasks', 'activities')
    """
    return kind.removesuffix("y") + "ies" if kind.endswith("y") else kind + "s"


def counted(amount: int, kind: str, lang: str) -> str:
    """Return how many there are of something.

    >>> counted(1, "actor", "es"), counted(0, "actor", "es"), counted(1200, "activity", "en")
    ('1 actor', '0 actores', '1200 activities')
    """
    return f"{number(amount, lang)} {say(kind if amount == 1 else plural(kind), lang)}"


def clean(text: str) -> str:
    """Return a text without what can't be drawn or would change how the rest of a line reads.

    Control characters, those that turn the direction of writing, and what XML can't hold become spaces.

    >>> clean("a\\x00b\\n\\u202ec")
    'a b c'
    """
    kept = (
        " " if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"} else char for char in text
    )
    return " ".join("".join(kept).split())


def shorten(text: str, length: int) -> str:
    """Return a clean text of no more than some characters.

    >>> shorten("Organizaciones de productores", 12)
    'Organizacio…'
    """
    whole = clean(text)
    return whole if len(whole) <= length else whole[: length - 1].rstrip() + _ELLIPSIS


def number(value: float, lang: str) -> str:
    """Return a number with three significant digits, as the language writes it.

    >>> number(2.5, "es"), number(1200, "en"), number(1 / 3, "en")
    ('2,5', '1200', '0.333')
    """
    text = f"{value:.0f}" if abs(value) >= 100 or float(value).is_integer() else f"{value:.3g}"
    return text.replace(".", ",") if lang == "es" else text
