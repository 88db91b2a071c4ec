"""Indicators of many plans set the value, unit and mode that the convention says."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from popgraph.targets import parse_target

MODES = {"level", "cumulative", "increase", "per-year", "baseline", "event"}

# wording: (mode, value, unit)
VALUES = {
    # levels
    "Al 2010 hay 10 mil productores": ("level", "10000", "NUM"),
    "La región cuenta con 3 laboratorios": ("level", "3", "NUM"),
    "Para el 2007, 10 empresas tienen certificación ISO 9001": ("level", "10", "NUM"),
    "una docena de empresas exporta": ("level", "12", "NUM"),
    "quince empresas certificadas": ("level", "15", "NUM"),
    "un centenar de productores": ("level", "100", "NUM"),
    "3 de las 5 embajadas": ("level", "3", "NUM"),
    "dos (02) ferias internacionales": ("level", "2", "NUM"),
    "A fines de 2009 20 empresas exportan": ("level", "20", "NUM"),
    "A fines de 2009 2000 productores exportan": ("level", "2000", "NUM"),
    "participan 12 empresas en 3 ferias": ("level", "12", "NUM"),
    "dos reuniones mensuales": ("level", "2", "NUM"),
    "N° de eventos: 13": ("level", "13", "NUM"),
    "Laboratorio instalado 1": ("level", "1", "NUM"),
    "2010: 500 productores": ("level", "500", "NUM"),
    "ISO 9001 y 14001 implementados en 3 empresas": ("level", "3", "NUM"),
    "la norma técnica 208 y 3 reglamentos": ("level", "3", "NUM"),
    "cero rechazos": ("level", "0", "NUM"),
    # units
    "Al 2010, 2000 hectáreas sembradas": ("level", "2000", "HA"),
    "150 ha. certificadas": ("level", "150", "HA"),
    "Número de hectáreas: 200": ("level", "200", "HA"),
    "500 TM exportadas": ("level", "500", "TONNE"),
    "Producción de 3,500 toneladas de cacao": ("level", "3500", "TONNE"),
    "rendimiento de 800 kilos por hectárea": ("level", "800", "KiloGM-PER-HA"),
    "800 kg/ha de rendimiento": ("level", "800", "KiloGM-PER-HA"),
    "120 km de carretera asfaltada": ("level", "120", "KiloM"),
    "US$ 63 mil en exportaciones": ("level", "63000", "CCY_USD"),
    "2,5 millones de dólares exportados": ("level", "2500000", "CCY_USD"),
    "exportaciones por US$ 2000": ("level", "2000", "CCY_USD"),
    "Al 2021, US$ 7,500 millones": ("level", "7500000000", "CCY_USD"),
    "S/. 1'200,000 invertidos en carreteras": ("level", "1200000", "CCY_PEN"),
    "S/ 2 millones": ("level", "2000000", "CCY_PEN"),
    "se reduce a 5 días el despacho aduanero": ("level", "5", "DAY"),
    # shares
    "25% de los productores han sido capacitados": ("level", "25", "PERCENT"),
    "cincuenta por ciento de las empresas": ("level", "50", "PERCENT"),
    "De las 200 empresas, el 70% exporta": ("level", "70", "PERCENT"),
    "la mitad de las empresas": ("level", "50", "PERCENT"),
    "Porcentaje de empresas certificadas: 30": ("level", "30", "PERCENT"),
    "el 12.5% de participación en el mercado": ("level", "12.5", "PERCENT"),
    "el 12,5 % de participación en el mercado": ("level", "12.5", "PERCENT"),
    # what is reached
    "se incrementa al 50%": ("level", "50", "PERCENT"),
    "la oferta aumenta hasta 200 has.": ("level", "200", "HA"),
    "aumenta de 5 a 10 empresas": ("level", "10", "NUM"),
    "la productividad pasa de 500 a 800 kg/ha": ("level", "800", "KiloGM-PER-HA"),
    "reducir la merma de 20% a 5%": ("level", "5", "PERCENT"),
    "Disminuir la tasa de analfabetismo a 4% al 2015": ("level", "4", "PERCENT"),
    # counted acts
    "Se han capacitado 120 técnicos": ("cumulative", "120", "NUM"),
    "SE HAN CAPACITADO 40 EMPRESARIOS": ("cumulative", "40", "NUM"),
    "1. Se han capacitado 40 empresarios": ("cumulative", "40", "NUM"),
    "Al 2008 se han suscrito 12 convenios": ("cumulative", "12", "NUM"),
    "Capacitar a 40 empresarios": ("cumulative", "40", "NUM"),
    "realización de 2 ferias": ("cumulative", "2", "NUM"),
    "2 ferias realizadas": ("cumulative", "2", "NUM"),
    "En 5 años se capacitará a 300 productores": ("cumulative", "300", "NUM"),
    "1 500 artesanos capacitados": ("cumulative", "1500", "NUM"),
    "se han sembrado 500 has": ("cumulative", "500", "HA"),
    "N° de productores capacitados: 120": ("cumulative", "120", "NUM"),
    # changes
    "las exportaciones se incrementan en 30% respecto al 2005": ("increase", "30", "PERCENT"),
    "las exportaciones crecen 5% anual": ("increase", "5", "PERCENT"),
    "El número de turistas crece en promedio 8% anual": ("increase", "8", "PERCENT"),
    "el PBI crece a una tasa promedio anual de 6%": ("increase", "6", "PERCENT"),
    "crecer al 5% anual": ("increase", "5", "PERCENT"),
    "Incremento de 15% en las ventas": ("increase", "15", "PERCENT"),
    "Incrementar en 3 puntos porcentuales las ventas": ("increase", "3", "PERCENT"),
    "incrementar la producción de 20 productores en 30%": ("increase", "30", "PERCENT"),
    "incrementar el área en 300 hectáreas": ("increase", "300", "HA"),
    "incrementar en 5 el número de empresas": ("increase", "5", "NUM"),
    "20 empresas más exportan": ("increase", "20", "NUM"),
    "300 hectáreas adicionales": ("increase", "300", "HA"),
    "+20% de ventas": ("increase", "20", "PERCENT"),
    "reducir en 20% las mermas": ("increase", "-20", "PERCENT"),
    "Las mermas bajan 10%": ("increase", "-10", "PERCENT"),
    "disminución del 10% de rechazos": ("increase", "-10", "PERCENT"),
    "10% menos de reclamos": ("increase", "-10", "PERCENT"),
    "el tiempo de despacho se reduce en 2 días": ("increase", "-2", "DAY"),
    "las ventas se duplican": ("increase", "100", "PERCENT"),
    "El volumen exportado se triplica": ("increase", "200", "PERCENT"),
    # each year
    "dos eventos anualmente": ("per-year", "2", "NUM"),
    "5 ferias por año": ("per-year", "5", "NUM"),
    "10 ferias al año": ("per-year", "10", "NUM"),
    "20 talleres/año": ("per-year", "20", "NUM"),
    "4 cursos anuales": ("per-year", "4", "NUM"),
    "Cada año se realizan 4 misiones comerciales": ("per-year", "4", "NUM"),
    "exportaciones de US$ 2.5 millones anuales": ("per-year", "2500000", "CCY_USD"),
    "3 mil TM de cacao en grano por año": ("per-year", "3000", "TONNE"),
    # where things stand now
    "Línea de base: 120 productores": ("baseline", "120", "NUM"),
    "actualmente hay 3 empresas": ("baseline", "3", "NUM"),
    "Línea de base: 120; meta: 300": ("level", "300", "NUM"),
    "Línea base (2005): 20%; Meta (2010): 40%": ("level", "40", "PERCENT"),
    "Actualmente 10 empresas exportan; al 2010 serán 25": ("level", "25", "NUM"),
}

# wording: (minimum, maximum, unit, mode, qualifier)
BOUNDS = {
    "Al 2010 entre 150 y 200 has. son certificadas": ("150", "200", "HA", "level", "exactly"),
    "de 10 a 15 empresas exportan": ("10", "15", "NUM", "level", "exactly"),
    "10-15 empresas": ("10", "15", "NUM", "level", "exactly"),
    "10 – 15 % de las empresas": ("10", "15", "PERCENT", "level", "exactly"),
    "dos o tres ferias": ("2", "3", "NUM", "level", "exactly"),
    "entre 2 y 3 mil productores": ("2000", "3000", "NUM", "level", "exactly"),
    "al menos 20 empresas": ("20", None, "NUM", "level", "exactly"),
    "Al menos una feria por año": ("1", None, "NUM", "per-year", "exactly"),
    "no menos de 30 talleres": ("30", None, "NUM", "level", "exactly"),
    "20 empresas como mínimo": ("20", None, "NUM", "level", "exactly"),
    "el 30% o más de las mujeres": ("30", None, "PERCENT", "level", "exactly"),
    "rendimiento mínimo de 1,000 kg/ha": ("1000", None, "KiloGM-PER-HA", "level", "exactly"),
    "por lo menos el 80% de los empresarios": ("80", None, "PERCENT", "level", "exactly"),
    "más de 50 % de los productores": ("50", None, "PERCENT", "level", "more-than"),
    "ventas por encima de S/ 500,000": ("500000", None, "CCY_PEN", "level", "more-than"),
    "≥ 15 empresas": ("15", None, "NUM", "level", "exactly"),
    "hasta 30 empresas participan": (None, "30", "NUM", "level", "exactly"),
    "hasta 2000 hectáreas": (None, "2000", "HA", "level", "exactly"),
    "no más de 5 rechazos": (None, "5", "NUM", "level", "exactly"),
    "despacho en menos de 10 días": (None, "10", "DAY", "level", "less-than"),
    "incremento anual de 3 a 5%": ("3", "5", "PERCENT", "increase", "exactly"),
    "se reduce entre 10 y 20% el costo": ("-20", "-10", "PERCENT", "increase", "exactly"),
    "Se reduce la merma en al menos 20%": (None, "-20", "PERCENT", "increase", "exactly"),
}

EVENTS = [
    "Se crea un fondo",
    "A fines de 2006 se ha creado el fondo",
    "hay una feria",
    "se crea un programa y un stand",
    "El primer stand",
    "1ra feria",
    "4to. Encuentro Nacional",
    "II Encuentro",
    "se realiza un monitoreo anual",
    "el % de grasa de cacao",
    "La Ley 28013 se aplica",
    "certificación ISO 9001",
    "PENX 2025 difundido",
    "AGROM 2011 opera",
    "VUCE 2.0 implementada",
    "campaña 2008 difundida",
    "Norma N° 5 aprobada",
    "miles de productores",
    "dos tercios de los productores",
    "1 de cada 3 productores",
    "crédito a 5 años",
    "capacitación durante 3 años",
    "se implementa la fase 2",
]


@pytest.mark.parametrize(("text", "expected"), VALUES.items())
def test_value(text: str, expected: tuple[str, str, str]) -> None:
    mode, value, unit = expected
    target = parse_target(text)
    assert target is not None
    assert (target.mode, target.value, target.unit) == (mode, Decimal(value), f"unit:{unit}")
    assert (target.minimum, target.maximum) == (None, None)


@pytest.mark.parametrize(("text", "expected"), BOUNDS.items())
def test_bounds(text: str, expected: tuple[str | None, str | None, str, str, str]) -> None:
    minimum, maximum, unit, mode, qualifier = expected
    target = parse_target(text)
    assert target is not None
    assert target.value is None
    assert target.minimum == (Decimal(minimum) if minimum else None)
    assert target.maximum == (Decimal(maximum) if maximum else None)
    assert (target.unit, target.mode, target.qualifier) == (f"unit:{unit}", mode, qualifier)


@pytest.mark.parametrize("text", EVENTS)
def test_without_a_figure_it_is_an_event(text: str) -> None:
    target = parse_target(text)
    assert target is not None
    assert target.mode == "event"
    assert (target.value, target.minimum, target.maximum, target.unit) == (None, None, None, None)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("casi 40 productores", "almost"),
        ("aproximadamente 40 productores", "about"),
        ("unos 40 productores", "about"),
        ("40 productores", "exactly"),
    ],
)
def test_a_hedge_keeps_the_value(text: str, qualifier: str) -> None:
    target = parse_target(text)
    assert target is not None
    assert (target.value, target.qualifier) == (Decimal(40), qualifier)


@pytest.mark.parametrize("text", ["", "  ", "A fines de 2007", "2006-2010", "..."])
def test_no_words_no_target(text: str) -> None:
    assert parse_target(text) is None


@pytest.mark.parametrize(
    ("text", "population"),
    [
        ("Al 2010 se han organizado 10 pasantías e intercambios.", "pasantías e intercambios"),
        ("el 70% de las empresas financia algún programa", "empresas"),
        ("el 50% de los empresarios vinculados al cacao", "empresarios vinculados al cacao"),
        ("hay 10000 has. sembradas con estos clones", "has. sembradas con estos clones"),
        ("la productividad de los procesos ha mejorado en 30%", "productividad de los procesos"),
        ("reducir en 20% las mermas", "mermas"),
        ("SE HAN CAPACITADO 40 EMPRESARIOS", "EMPRESARIOS"),
        ("N° de eventos: 13", "eventos"),
        ("5 ferias por año", "ferias"),
        ("hay 5", None),
    ],
)
def test_population_as_printed(text: str, population: str | None) -> None:
    target = parse_target(text)
    assert target is not None
    assert target.population == population


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("A fines de 2006 se ha creado el fondo.", "se ha creado el fondo"),
        ("Indicador de avance: Se crea el fondo a mediados de 2007.", "Se crea el fondo"),
        ("Al 2007 hay 3 empresas y al 2010 hay 5", "hay 3 empresas y"),
        ("Se implementa en el 2007 la estrategia de promoción", "la estrategia de promoción"),
    ],
)
def test_wording_leaves_out_the_due_period(text: str, wording: str) -> None:
    target = parse_target(text)
    assert target is not None
    assert target.wording == wording


words = st.sampled_from(
    [
        *(
            "al",
            "de",
            "a",
            "en",
            "entre",
            "y",
            "las",
            "un",
            "una",
            "docena",
            "se",
            "han",
            "capacitado",
            "reduce",
        ),
        *(
            "crece",
            "aumenta",
            "hasta",
            "menos",
            "más",
            "mínimo",
            "por ciento",
            "%",
            "ha",
            "ha.",
            "US$",
            "S/.",
            "mil",
        ),
        *(
            "millones",
            "2010",
            "5",
            "20",
            "1,500",
            "2,5",
            "10-15",
            "(02)",
            "N°",
            "ISO",
            "dos",
            "treinta",
            "mitad",
        ),
        *("anual", "año", "por", "cada", "línea de base", ":", ";", "-", "empresas", "productores", "días"),
        *("2006-2010", "duplica"),
    ]
)
sentences = st.lists(words, max_size=14).map(" ".join) | st.lists(words, max_size=8).map("".join)


@settings(deadline=None)
@given(sentences | st.text(max_size=80))
def test_exactly_one_of_value_range_and_event(text: str) -> None:
    target = parse_target(text)
    if target is None:
        return
    assert target.mode in MODES
    assert target.wording in text
    bounded = target.minimum is not None or target.maximum is not None
    assert (target.value is not None) + bounded + (target.mode == "event") == 1
    assert (target.unit is None) == (target.mode == "event")
    assert target.population is None or target.population in text
    if target.minimum is not None and target.maximum is not None:
        assert target.minimum < target.maximum
