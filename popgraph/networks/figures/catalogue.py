"""The figures that there are, and what each can be drawn of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from popgraph.networks.figures.words import WORDS

__all__ = ["FIGURES", "FORMATS", "Figure"]

FORMATS = ("svg", "png")
"""What figures come as."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A kind of figure.

    Attributes:
        id: What it is asked for by.
        labels: Its name in Spanish and English.
        about: What it shows, in Spanish and English.
        needs: ``one-mode`` if it is drawn of a network of actors, ``two-mode`` if of actors and events.
        kinds: What the events may be; any of these.
        actors: The fewest actors that it says something about.
        sized: Whether the sizes of its nodes can show a measure.
    """

    id: str
    labels: Mapping[str, str]
    about: Mapping[str, str]
    needs: str
    kinds: tuple[str, ...]
    actors: int = 1
    sized: bool = False


_ALL = ("task", "activity", "objective", "year")


def _figure(
    id_: str,
    about: tuple[str, str],
    needs: str,
    *,
    kinds: tuple[str, ...] = _ALL,
    actors: int = 1,
    sized: bool = False,
) -> Figure:
    labels = {
        lang: text.replace("{kinds}", _EVENTS[lang]).replace("{kind}", _EVENT[lang])
        for lang, text in WORDS[id_].items()
    }
    said = dict(zip(("es", "en"), about, strict=True))
    return Figure(id_, MappingProxyType(labels), MappingProxyType(said), needs, kinds, actors, sized)


_EVENT = {"es": "actividad", "en": "activity"}
_EVENTS = {"es": "tareas", "en": "tasks"}

FIGURES: Mapping[str, Figure] = MappingProxyType(
    {
        item.id: item
        for item in (
            _figure(
                "network",
                (
                    "Quién comparte responsabilidades con quién; tamaño por una medida, grosor por peso, color y forma "
                    "por sector",
                    "Who shares responsibilities with whom; size by a measure, width by weight, colour and shape by "
                    "sector",
                ),
                "one-mode",
                actors=2,
                sized=True,
            ),
            _figure(
                "two-mode",
                (
                    "Quién responde de qué; las tareas, por objetivo, entre instituciones y grupos",
                    "Who is responsible for what; the tasks, by objective, between institutions and groups",
                ),
                "two-mode",
            ),
            _figure(
                "heatmap",
                (
                    "Cuánto le toca a cada actor de cada actividad, con los totales",
                    "How much of each activity falls to each actor, with totals",
                ),
                "two-mode",
            ),
            _figure(
                "calendar",
                (
                    "Cuándo vencen los indicadores de cada actor, y con qué certeza",
                    "When each actor's indicators are due, and how certain that is",
                ),
                "two-mode",
            ),
            _figure(
                "concentration",
                (
                    "Qué parte de la carga llevan los actores más cargados (curva de Lorenz)",
                    "What part of the load the most loaded actors carry (Lorenz curve)",
                ),
                "two-mode",
                actors=2,
            ),
        )
    }
)
"""The figures by id, in the order they are shown."""
