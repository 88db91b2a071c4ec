"""Due wordings of many plans become the EDTF that the convention says, and nothing else does."""

from __future__ import annotations

import datetime

import pytest

from popgraph.dates import parse_due

EARLY_2006 = datetime.date(2006, 3, 10)

ONE_PERIOD = {
    # thirds of the year
    "A inicios del 2007 se cuenta con 150 ha. certificadas": "2007-37",
    "a comienzos de 2006": "2006-37",
    "a principios del año 2006": "2006-37",
    "Comienzos 2008": "2008-37",
    "a mediados de 2006": "2006-38",
    "a mitad del 2006": "2006-38",
    "a medio año 2008": "2008-38",
    "fines 2007": "2007-39",
    "A FINES DEL AÑO 2006": "2006-39",
    "finales del año 2006": "2006-39",
    "a fin de 2010": "2010-39",
    "al término de 2006": "2006-39",
    "al cierre del 2010": "2010-39",
    "al final del 2010": "2010-39",
    "para fines de 2007": "2007-39",
    "hacia finales de 2007": "2007-39",
    # whole years
    "en 2007": "2007",
    "durante el 2006": "2006",
    "en el transcurso del 2006": "2006",
    "en el año fiscal 2009": "2009",
    "Plazo: 2007": "2007",
    "Meta 2010: 500 productores": "2010",
    "2010": "2010",
    "En 2008 empresas del sector exportan": "2008",
    # up to, from, before, after
    "al 2010": "../2010",
    "Al Año 2015 la oferta es competitiva": "../2015",
    "para el año 2010": "../2010",
    "hacia el 2021": "../2021",
    "hasta 2010": "../2010",
    "a más tardar en 2009": "../2009",
    "no después de 2009": "../2009",
    "hasta fines de 2007": "../2007-12",
    "hasta el primer trimestre del 2008": "../2008-03",
    "a más tardar el 31/12/2007": "../2007-12-31",
    "con plazo máximo al 30 de junio de 2007": "../2007-06-30",
    "antes de 2009": "../2008",
    "antes del 2009": "../2008",
    "antes del 30 de junio de 2007": "../2007-06-29",
    "antes del segundo trimestre de 2008": "../2008-03",
    "antes de fines de 2009": "../2009-12",
    "antes de que termine el 2009": "../2009",
    "desde 2006": "2006/..",
    "cada año a partir de 2008": "2008/..",
    "a partir de fines de 2007": "2007-09/..",
    "a partir del 1 de enero de 2007": "2007-01-01/..",
    "de 2008 en adelante": "2008/..",
    "2008 en adelante": "2008/..",
    "no antes de 2008": "2008/..",
    "después de 2008": "2009/..",
    "después de marzo de 2008": "2008-04/..",
    # from one to another
    "entre 2006 y 2008": "2006/2008",
    "entre los años 2006 y 2008": "2006/2008",
    "de 2006 a 2010": "2006/2010",
    "desde el 2006 hasta el 2010": "2006/2010",
    "2006-2010": "2006/2010",
    "2006 al 2010": "2006/2010",
    "en el período 2006 – 2010": "2006/2010",
    "durante el quinquenio 2006-2010": "2006/2010",
    "en la campaña agrícola 2006/2007": "2006/2007",
    "entre fines de 2006 y mediados de 2008": "2006-09/2008-08",
    "entre enero y marzo de 2006": "2006-01/2006-03",
    "Enero - Diciembre 2006": "2006-01/2006-12",
    "Enero 2006 – Diciembre 2010": "2006-01/2010-12",
    "del 15 al 20 de marzo de 2006": "2006-03-15/2006-03-20",
    # parts of the year
    "primer trimestre de 2006": "2006-33",
    "Segundo trimestre del 2006": "2006-34",
    "3er trimestre '07": "2007-35",
    "IV trim. 2006": "2006-36",
    "último trimestre de 2006": "2006-36",
    "I semestre 2006": "2006-40",
    "al 2do semestre 2009": "2009-41",
    "en el segundo semestre del año 2009": "2009-41",
    "Semestre II 2007": "2007-41",
    "segunda mitad de 2006": "2006-41",
    "primer cuatrimestre de 2008": "2008-37",
    "segundo bimestre de 2006": "2006-03/2006-04",
    "a inicios del segundo semestre de 2006": "2006-07/2006-08",
    "a fines del primer trimestre de 2006": "2006-03",
    # months and days
    "en marzo de 2006": "2006-03",
    "para marzo de 2006": "2006-03",
    "dic. 2006": "2006-12",
    "Dic.2006": "2006-12",
    "dic-06": "2006-12",
    "Setiembre del 2006": "2006-09",
    "12/2007": "2007-12",
    "a fines de marzo de 2006": "2006-03-21/2006-03-31",
    "a mediados de marzo de 2006": "2006-03-11/2006-03-20",
    "primera quincena de marzo de 2006": "2006-03-01/2006-03-15",
    "15 de marzo de 2006": "2006-03-15",
    "el 1° de enero de 2008": "2008-01-01",
    "31/12/2007": "2007-12-31",
    "01.02.2007": "2007-02-01",
    "31-Dic-07": "2007-12-31",
    "29/02/2008": "2008-02-29",
    "2006-03-15": "2006-03-15",
    "al 28 de julio de 2021": "2021-07-28",
    # two digits
    "a fines del '06": "2006-39",
    "en el ’98": "1998",
    "15/03/06": "2006-03-15",
    # what stands beside the date
    "A fines de 2009 20 empresas exportan": "2009-39",
    "Al 2010 2000 productores exportan": "../2010",
    "Al 2010, 2000 hectáreas sembradas": "../2010",
    "Con respecto al año 2005, al 2010 las ventas suben": "../2010",
    "Línea de base al 2005: 120, al 2010: 300": "../2010",
}

SEVERAL = {
    "A fines del 2006, 2007 y 2008 se realiza un monitoreo": ["2006-39", "2007-39", "2008-39"],
    "a fines del 2006 y del 2007": ["2006-39", "2007-39"],
    "Al 2007, 2008 y 2009": ["../2007", "../2008", "../2009"],
    "en 2006 y 2007": ["2006", "2007"],
    "en los años 2006, 2007 y 2008": ["2006", "2007", "2008"],
    "a mediados y fines de 2006": ["2006-38", "2006-39"],
    "primer y tercer trimestre de 2006": ["2006-33", "2006-35"],
    "en marzo, junio y setiembre de 2006": ["2006-03", "2006-06", "2006-09"],
    "15 y 30 de marzo de 2006": ["2006-03-15", "2006-03-30"],
    "Al 2007 hay 3 empresas y al 2010 hay 5": ["../2007", "../2010"],
    "a fines de 2006 o a inicios de 2007": ["2006-39", "2007-37"],
}

NOTHING = [
    "",
    "Se crea un fondo",
    "a mediano plazo",
    "al bicentenario",
    "a fines de cada año",
    "cada fin de año",
    "5 ferias al año",
    "al segundo año del proyecto",
    "al 50%",
    # no year
    "Se tienen 2000 hectáreas",
    "hasta 2000 hectáreas sembradas",
    "en 2007 has.",
    "entre 1990 y 2000 hectáreas",
    "de 1990 a 2000 soles",
    "para 2000 familias",
    "hasta 2000 productores",
    "a 2010 productores",
    "1,500 productores",
    "hasta 2,010",
    "por US$ 2000",
    "Certificación ISO 9001 e ISO 14001:2004",
    "Ley 28013",
    "norma 2008-MINCETUR",
    "en 2008-MINCETUR",
    "Directiva 001-2017-CEPLAN",
    "Resolución N° 020-2017-GR",
    # the date of something else
    "Ley del 15 de marzo de 2006",
    "Asociación de Damnificados del 23 de junio del 2001",
    "Plan Estratégico Institucional 2017-2019",
    "PENX 2025",
    "AGROM 2011",
    "respecto al 2005",
    "20% más que en 2005",
    "en comparación con el 2005",
    "línea de base 2005: 120",
    # no day of the calendar
    "2005-02-30",
    "30 de febrero de 2005",
    "al 31 de junio de 2007",
    "31/31/2006",
    "29 de febrero de 2006",
    "entre 2008 y 2006",
    "segunda semana de marzo de 2006",
    # relative, and no day to count from
    "a fin de año",
    "en los próximos dos años",
    "este año",
]

RELATIVE = {
    "a fin de año": "2006-39",
    "a fines del presente año": "2006-39",
    "a mediados del próximo año": "2007-38",
    "este año": "2006",
    "durante el presente año": "2006",
    "el próximo año": "2007",
    "en los próximos dos años": "2006-03-10/2008-03-10",
    "en un plazo de 18 meses": "2006-03-10/2007-09-10",
    "dentro de 15 días": "2006-03-10/2006-03-25",
}


@pytest.mark.parametrize(("text", "edtf"), ONE_PERIOD.items())
def test_one_period(text: str, edtf: str) -> None:
    assert [due.edtf for due in parse_due(text)] == [edtf]


@pytest.mark.parametrize(("text", "edtfs"), SEVERAL.items())
def test_several_periods_in_printed_order(text: str, edtfs: list[str]) -> None:
    assert [due.edtf for due in parse_due(text)] == edtfs


@pytest.mark.parametrize("text", NOTHING)
def test_nothing_is_invented(text: str) -> None:
    assert parse_due(text) == ()


@pytest.mark.parametrize(("text", "edtf"), RELATIVE.items())
def test_relative_wordings_count_from_today(text: str, edtf: str) -> None:
    assert [due.edtf for due in parse_due(text, today=EARLY_2006)] == [edtf]


def test_months_are_counted_to_the_last_day_that_exists() -> None:
    (due,) = parse_due("dentro de un mes", today=datetime.date(2007, 1, 31))
    assert due.latest == datetime.date(2007, 2, 28)


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Se implementa la estrategia en el 2007.", "en el 2007"),
        ("A  fines\nde 2006 se crea", "A  fines\nde 2006"),
        ("PARA EL AÑO 2010, hay", "PARA EL AÑO 2010"),
        ("En el peri\u0301odo 2006–2010 se crea", "En el peri\u0301odo 2006–2010"),
        ("(hasta el 31/12/2007)", "hasta el 31/12/2007"),
    ],
)
def test_wording_is_verbatim(text: str, wording: str) -> None:
    assert [due.wording for due in parse_due(text)] == [wording]


def test_bounds_of_a_due_period() -> None:
    (due,) = parse_due("A mediados de 2010 se inaugura el centro")
    assert (due.earliest, due.latest) == (datetime.date(2010, 5, 1), datetime.date(2010, 8, 31))
    (due,) = parse_due("Al 2010")
    assert (due.earliest, due.latest) == (None, datetime.date(2010, 12, 31))
    (due,) = parse_due("A partir de 2008")
    assert (due.earliest, due.latest) == (datetime.date(2008, 1, 1), None)
