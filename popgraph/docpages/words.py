"""The words of the pages in Spanish and English, and the names of the pages."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGES", "PAGES", "generated", "say", "term_page"]

LANGUAGES = ("es", "en")

PAGES: Mapping[str, Mapping[str, str]] = {
    "ontology": {"es": "ontologia.md", "en": "ontology.md"},
    "rules": {"es": "reglas.md", "en": "rules.md"},
    "questions": {"es": "preguntas.md", "en": "questions.md"},
    "datasets": {"es": "datos.md", "en": "datasets.md"},
    "measures": {"es": "medidas.md", "en": "measures.md"},
    "commands": {"es": "cli.md", "en": "cli.md"},
}
"""The file of each page by language; the commands speak English only."""

_WORDS: Mapping[str, tuple[str, str]] = {
    "activity": ("actividad", "activity"),
    "alignments": ("Correspondencias", "Alignments"),
    "annotation properties": ("Propiedades de anotación", "Annotation properties"),
    "broader": ("dentro de", "within"),
    "by graph": ("por grafo", "by graph"),
    "category": ("Categoría", "Category"),
    "document": ("documento", "document"),
    "interpretation": ("interpretación", "interpretation"),
    "origin": ("Origen", "Origin"),
    "registry": ("registro", "registry"),
    "since": ("Desde", "Since"),
    "to do": ("Qué hacer", "What to do"),
    "transcription": ("transcripción", "transcription"),
    "chain": ("Se deduce de la cadena", "Follows from the chain"),
    "classes": ("Clases", "Classes"),
    "close": ("cercana", "close"),
    "code": ("Código", "Code"),
    "code lists": ("Listas de códigos", "Code lists"),
    "command": ("En la línea de comandos", "On the command line"),
    "contents": ("Contenido", "Contents"),
    "data properties": ("Propiedades de datos", "Data properties"),
    "dataset": ("Conjunto de datos", "Data set"),
    "default": ("Si no se da", "If not given"),
    "defaults": ("con los valores que toma si no se dan", "with the values that it takes if none are given"),
    "definition": ("Definición", "Definition"),
    "derived": ("ninguno: lo añade el razonador", "none: the reasoner adds it"),
    "disjoint": ("Incompatible con", "Disjoint with"),
    "domain": ("Dominio", "Domain"),
    "explain": ("Lo que la sustenta", "What it rests on"),
    "failing": ("que la incumple", "that fails it"),
    "file": ("Archivo", "File"),
    "fixtures": ("Ejemplos", "Examples"),
    "graph": ("Grafo con nombre", "Named graph"),
    "grounds": ("En qué se apoya", "Grounds"),
    "is": ("Es", "Is"),
    "kind": ("Clase", "Kind"),
    "label": ("Nombre", "Label"),
    "licence": ("Licencia", "Licence"),
    "message": ("Mensaje", "Message"),
    "mapping": ("correspondencia", "mapping"),
    "no limit": ("todos", "all"),
    "none": ("ninguno", "none"),
    "notation": ("Notación", "Notation"),
    "note": ("Cómo leer la respuesta", "How to read the answer"),
    "object properties": ("Propiedades de objeto", "Object properties"),
    "parameter": ("Parámetro", "Parameter"),
    "parameters": ("Parámetros", "Parameters"),
    "passing": ("que la cumple", "that passes it"),
    "profile": ("Formato de plan", "Plan layout"),
    "property": ("Propiedad", "Property"),
    "question": ("Pregunta", "Question"),
    "questions": ("Preguntas", "Questions"),
    "range": ("Rango", "Range"),
    "related": ("relacionada", "related"),
    "rights": ("Derechos", "Rights"),
    "rule": ("Regla", "Rule"),
    "rules": ("Reglas", "Rules"),
    "scope": ("Nota de alcance", "Scope note"),
    "severity": ("Gravedad", "Severity"),
    "slug": ("Nombre", "Name"),
    "source": ("el documento", "the document"),
    "subclass": ("Subclase de", "Subclass of"),
    "subproperty": ("Subpropiedad de", "Subproperty of"),
    "narrower": ("Más específicas", "More specific"),
    "theme": ("Tema", "Theme"),
    "tier": ("Nivel", "Tier"),
    "total": ("Total", "Total"),
    "transitive": ("transitiva", "transitive"),
    "triples": ("Triples", "Triples"),
    "type": ("Tipo", "Type"),
    "unbound": ("sin fijar", "left open"),
    "used by": ("La emplean", "Used by"),
    "uses": ("En los datos", "In the data"),
    "users": ("Quién la hace", "Who asks it"),
    "why": ("Por qué importa", "Why it matters"),
    "violation": ("infracción", "violation"),
    "warning": ("advertencia", "warning"),
    "info": ("nota", "info"),
    "indirect": ("sólo por sus más específicas", "only by its more specific ones"),
    "measures": ("Medidas de las redes", "Measures of networks"),
    "measures intro": (
        "`popgraph network measures -m ID` toma las de los actores, y con ellas las habituales de la red; desde "
        "Python, `popgraph.networks.metrics.measure`, `summarize` y `measure_events`. La carga por año es una tabla "
        "aparte: `popgraph.networks.metrics.load.years`.\n\n"
        "En las fórmulas, *w* es el peso del vínculo de un actor con un evento, *a* vale 1 si dos actores comparten "
        "alguno y 0 si no, *s* es el peso de ese vínculo y *n* el número de actores. Fórmulas y rangos van en inglés, "
        "como en el programa; `NaN` es que no está definida. Qué son las redes y cómo se leen: "
        "[redes](../redes.md).",
        "`popgraph network measures -m ID` takes those of actors, and with them the usual ones of the network; from "
        "Python, `popgraph.networks.metrics.measure`, `summarize` and `measure_events`. Load by year is a table of its "
        "own: `popgraph.networks.metrics.load.years`.\n\n"
        "In formulas, *w* is the weight of an actor's tie to an event, *a* is 1 if two actors share one and 0 "
        "otherwise, *s* is the weight of that tie and *n* the number of actors. `NaN` is undefined. What the networks "
        "are and how they are read: [networks](../networks.md).",
    ),
    "of actors": ("Un valor por actor", "A value for each actor"),
    "of networks": ("Un valor de la red", "A value of the network"),
    "of events": ("Un valor por evento", "A value for each event"),
    "default measure": ("Entre las habituales", "Among the usual ones"),
    "formula": ("Fórmula", "Formula"),
    "reference": ("Fuente", "Source"),
    "projections": ("Proyecciones", "Projections"),
    "projections intro": (
        "Cuánto pesa el vínculo de los actores *i* y *j* (`--projection`); *n_k*: cuántos actores tiene el evento *k*.",
        "What the tie of actors *i* and *j* weighs (`--projection`); *n_k* is how many actors event *k* has.",
    ),
    "formats": ("Formatos de archivo", "File formats"),
    "ending": ("Termina en", "Ends in"),
    "modes": ("Modos", "Modes"),
    "opens": ("Lo abren", "Opened by"),
    "figures": ("Figuras", "Figures"),
    "shows": ("Muestra", "Shows"),
    "drawn of": ("Se dibuja de", "Drawn of"),
    "one-mode": ("la red de actores", "the network of actors"),
    "two-mode": ("la red de actores y eventos", "the network of actors and events"),
    "yes": ("sí", "yes"),
    "researchers": ("investigadores", "researchers"),
    "stewards": ("responsables de los datos", "stewards"),
}

_NOTICE = (
    "<!-- Página generada por `popgraph docs` a partir de {sources}: corrige allí y genera de nuevo. -->",
    "<!-- Page generated by `popgraph docs` from {sources}: correct it there and generate again. -->",
)
_OTHER = ("English", "Español")


def say(key: str, lang: str) -> str:
    """Return a word of the pages in a language.

    >>> say("rules", "es")
    'Reglas'
    """
    return _WORDS[key][LANGUAGES.index(lang)]


def generated(page: str, lang: str, sources: str) -> str:
    """Return what stands above the title of a page: where it comes from, and its twin in the other language."""
    index = LANGUAGES.index(lang)
    notice = _NOTICE[index].format(sources=sources)
    twin = PAGES[page][LANGUAGES[1 - index]]
    if twin == PAGES[page][lang]:
        return notice
    return f"{notice}\n\n[{_OTHER[index]}]({twin})"


def term_page(lang: str, name: str) -> str:
    """Return where an own term is explained, as a link from another page.

    >>> term_page("es", "Plan")
    'ontologia.md#Plan'
    """
    return f"{PAGES['ontology'][lang]}#{name}"
