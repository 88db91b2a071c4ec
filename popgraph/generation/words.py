"""Words that made-up plans are made of: products, topics, deliverables, sentences.

No real plan is quoted. Titles begin with verbs that any plan uses, and achievements share no words with titles, so
that the rules about wording don't answer unless a defect makes them.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "ACHIEVEMENTS",
    "ACTIONS",
    "ACTS",
    "CONTEXT",
    "DELIVERABLES",
    "DETERMINANTS",
    "MEASURES",
    "OBJECTIVES",
    "PRODUCTS",
    "QUADRANTS",
    "REVIEWS",
    "SUBJECTS",
    "TITLES",
    "TOPICS",
    "Measure",
    "Product",
]


class Product(NamedTuple):
    """A product of the shipped registry: its slug there, its name, and how it follows *de*."""

    slug: str
    name: str
    of: str


class Measure(NamedTuple):
    """A figure that an indicator may set: its words with ``{}`` for the figure, its population, the figures to draw."""

    words: str
    population: str
    figures: tuple[int, ...]


PRODUCTS = (
    Product("cafe", "café", "del café"),
    Product("artesanias", "artesanías", "de las artesanías"),
    Product("cacao", "cacao", "del cacao"),
    Product("cacao-manteca", "manteca de cacao", "de la manteca de cacao"),
    Product("cacao-pasta-sin-desgrasar", "pasta de cacao", "de la pasta de cacao"),
    Product("cacao-chocolates-rellenos", "chocolates rellenos", "de los chocolates rellenos"),
)

TITLES = (
    "Fortalecer",
    "Desarrollar",
    "Promover y consolidar",
    "Mejorar",
    "Impulsar",
    "Fomentar",
    "Implementar y difundir",
)

TOPICS = (
    "la certificación de origen",
    "la cadena logística",
    "la trazabilidad de los lotes",
    "el empaque y el etiquetado",
    "la inteligencia comercial",
    "el financiamiento de campañas",
    "la asociatividad empresarial",
    "el control de plagas",
    "la transferencia tecnológica",
    "el acopio y el almacenamiento",
    "la cultura exportadora",
    "la marca regional",
    "el acceso a mercados",
    "la infraestructura vial",
    "la formación de jóvenes",
    "la gestión de cooperativas",
    "el comercio justo",
    "la innovación de procesos",
    "la promoción en ferias",
    "el manejo de residuos",
    "la oferta exportable",
    "el cultivo bajo sombra",
    "la formalización de empresas",
    "el diseño de colecciones",
    "la facilitación aduanera",
)

DELIVERABLES = (
    "un programa",
    "un diagnóstico",
    "un padrón",
    "una guía",
    "un convenio",
    "un reglamento",
    "un fondo concursable",
    "una mesa técnica",
    "un portal informativo",
    "un laboratorio",
    "un centro de servicios",
    "una estrategia",
    "un calendario",
    "un catálogo",
    "una red de promotores",
    "un sistema de alertas",
    "una escuela de campo",
    "un protocolo",
)

SUBJECTS = (
    "costos de producción",
    "buenas prácticas",
    "compradores potenciales",
    "rutas de transporte",
    "normas sanitarias",
    "proveedores locales",
    "precios internacionales",
    "créditos de campaña",
    "parcelas demostrativas",
    "técnicos de campo",
    "requisitos aduaneros",
    "ensayos de laboratorio",
    "contratos de compra",
    "maquinaria compartida",
    "semillas mejoradas",
    "envases reciclables",
    "ferias provinciales",
    "idiomas para exportadores",
    "centros poblados",
    "estándares privados",
    "líderes comunales",
    "caminos rurales",
)

# Task, goal, indicator that reports an event; {d} is a deliverable, {s} a subject.
ACTIONS = (
    ("Elaborar {d} de {s}", "Disponer de {d} de {s}", "se ha validado {d} de {s}"),
    ("Poner en marcha {d} de {s}", "Contar con {d} de {s}", "se pone en marcha {d} de {s}"),
    ("Diseñar y aprobar {d} sobre {s}", "Acordar {d} sobre {s}", "se aprueba {d} sobre {s}"),
    ("Gestionar {d} de {s} con los actores", "Acceder a {d} de {s}", "se ha suscrito {d} de {s}"),
    ("Organizar {d} para {s}", "Atender con {d} a {s}", "se ha organizado {d} para {s}"),
    ("Adecuar {d} de {s} a la demanda", "Renovar {d} de {s}", "se ha adecuado {d} de {s}"),
    ("Financiar {d} de {s}", "Sostener {d} de {s}", "se financia {d} de {s}"),
    ("Evaluar {d} de {s}", "Conocer los efectos de {d} de {s}", "se ha evaluado {d} de {s}"),
)

# How a progress indicator reports that something for the activity's topic is there.
ACTS = ("se ha aprobado", "se pone en marcha", "se ha instalado", "se ha puesto en operación", "se crea")

ACHIEVEMENTS = (
    "Las familias venden a mejor precio y con menos pérdidas.",
    "Los hogares rurales tienen ingresos estables durante el periodo.",
    "Las ventas externas alcanzan a compradores nuevos.",
    "Los envíos llegan completos y sin rechazos.",
    "La población reconoce oportunidades de empleo digno.",
    "Las unidades familiares permanecen en la actividad y reinvierten.",
    "Los clientes renuevan sus pedidos por la confianza ganada.",
    "Las ganancias se reparten con equidad entre quienes trabajan.",
)

MEASURES = {
    "event": (),
    "cumulative": (
        Measure("se ha capacitado a {} empresarios", "empresarios", (20, 40, 60, 80, 120)),
        Measure("se han realizado {} eventos de capacitación", "eventos-de-capacitacion", (4, 6, 10, 12, 20)),
        Measure("se ha capacitado a {} personas", "personas-capacitadas", (50, 100, 200, 400)),
    ),
    "share": (
        Measure("el {}% de los productores lleva registros", "productores", (20, 30, 50, 60, 70, 80)),
        Measure(
            "el {}% de las empresas aplica normas de calidad", "empresas-del-sector", (25, 40, 50, 70, 90)
        ),
        Measure("el {}% de los empresarios está informado", "empresarios", (30, 50, 80)),
    ),
    "area": (
        Measure("hay {} hectáreas certificadas", "hectareas-certificadas", (40, 60, 100, 150, 200)),
        Measure("hay {} hectáreas sembradas con clones", "hectareas-con-clones", (50, 80, 120, 250, 400)),
    ),
    "level": (
        Measure("{} empresas tienen certificación", "empresas-del-sector", (3, 5, 8, 10, 15)),
        Measure("{} productores adoptan la tecnología", "productores", (100, 250, 500, 1000)),
    ),
    "per-year": (
        Measure("se realizan {} pasantías por año", "pasantias-e-intercambios", (2, 3, 4)),
        Measure("se realizan {} eventos de capacitación por año", "eventos-de-capacitacion", (2, 3, 5)),
    ),
}

OBJECTIVES = (
    (
        "Lograr una oferta diversa y de calidad que sostenga la presencia de la región en el exterior.",
        "Ampliar la oferta de la región con productos de calidad y volumen constante.",
        "Contar con una oferta regional competitiva y con valor agregado.",
    ),
    (
        "Consolidar los destinos de los productos de la región y abrir otros.",
        "Diversificar los destinos y las formas de venta de la región.",
        "Hacer de la región un origen conocido por los compradores.",
    ),
    (
        "Disponer de normas, caminos y servicios financieros que faciliten el comercio exterior.",
        "Facilitar el comercio exterior con trámites sencillos y mejor transporte.",
        "Reducir los obstáculos que encuentran los envíos de la región.",
    ),
    (
        "Formar una cultura exportadora basada en valores y en el trabajo conjunto.",
        "Desarrollar capacidades de emprendimiento en toda la región.",
        "Extender en la región buenas prácticas comerciales.",
    ),
)

CONTEXT = (
    "Este documento es un ejercicio: describe un plan imaginario {of}.",
    "Los actores imaginarios de la región definieron actividades, tareas y responsables.",
    "El ejercicio ordena el trabajo público y privado en torno a la oferta {of}.",
    "La información de partida es supuesta y no procede de ninguna estadística.",
)

DETERMINANTS = (
    (
        "a",
        "factor-conditions",
        (
            "El clima de los valles favorece la producción {of}.",
            "La mano de obra conoce el oficio pero carece de formación técnica.",
            "Los caminos secundarios se interrumpen en época de lluvias.",
            "El financiamiento llega tarde a los pequeños productores.",
            "La investigación aplicada es escasa y dispersa.",
        ),
    ),
    (
        "b",
        "strategy-structure-rivalry",
        (
            "Las empresas compiten por precio y cooperan poco entre sí.",
            "Predominan las unidades familiares con poca escala.",
            "Las cooperativas concentran la experiencia exportadora.",
            "Pocas empresas llevan registros de sus costos.",
        ),
    ),
    (
        "c",
        "demand-conditions",
        (
            "La demanda externa {of} crece y pide calidad constante.",
            "Los compradores prefieren lotes con trazabilidad.",
            "El consumo local es bajo y poco exigente.",
            "Los nichos especializados pagan por el origen.",
        ),
    ),
    (
        "d",
        "related-supporting-industries",
        (
            "Los proveedores de envases están fuera de la región.",
            "Los servicios de transporte refrigerado son limitados.",
            "El turismo da a conocer los productos de la región.",
            "Hay pocos laboratorios para los análisis de rutina.",
        ),
    ),
)

QUADRANTS = (
    (
        "F",
        "strength",
        (
            "Tradición y conocimiento del oficio.",
            "Variedades y técnicas propias de la región.",
            "Organizaciones con personería y local propio.",
            "Climas que permiten varias campañas.",
        ),
    ),
    (
        "O",
        "opportunity",
        (
            "Consumidores interesados en el origen.",
            "Acuerdos comerciales que bajan los aranceles.",
            "Programas de compra directa.",
            "Crecimiento del turismo vivencial.",
        ),
    ),
    (
        "D",
        "weakness",
        (
            "Bajos rendimientos por unidad.",
            "Escaso acceso a crédito formal.",
            "Débil organización de la oferta.",
            "Acabados desiguales entre lotes.",
            "Poca información de precios.",
        ),
    ),
    (
        "A",
        "threat",
        (
            "Aparición de plagas y enfermedades.",
            "Competencia de otras regiones.",
            "Normas sanitarias más estrictas.",
            "Variaciones bruscas del precio.",
        ),
    ),
)

REVIEWS = (
    ("vertical", "Con estas tareas y metas, ¿se cumple la actividad?"),
    ("horizontal", "Con estos indicadores, ¿se verifica el avance de las tareas?"),
)
