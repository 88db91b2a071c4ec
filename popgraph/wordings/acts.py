"""Whether a quantity counts acts or their results: 'se ha capacitado a 40', '400 personas capacitadas', 'realizar 2'.

Such counts add up over the years, where 'hay 20 empresas' is a level at a date.
"""

from __future__ import annotations

import re

from popgraph.wordings.clauses import clause_end, clause_start
from popgraph.wordings.quantities import Quantity
from popgraph.wordings.units import NUMBER

__all__ = ["DONE", "counts_acts"]

_PERFECT = re.compile(
    r"(?<![0-9] )\b(?:han?|habran?|hayan?|hubo|hubieran?|habrian?)\s+(?:sido\s+|venido\s+|[a-z]+mente\s+)?"
    r"[a-z]*(?:ad[oa]s?|id[oa]s?|t[oa]s?|cho|chos|cha|chas|so|ando|iendo)\b"
)
_STEMS = (
    r"capacit|form|realiz|organiz|ejecut|entren|asist|atend|atien|sensibiliz|benefici"
    r"|gradu|titul|entreg|dict|public|elabor|difund|visit|desarroll|implement|constru|instal|celebr|efectu|llev"
    r"|financi|distribu|plant(?=ar|an)|reforest|inscri|evalu|invert|invier|imprim|impres|impart|suscri|firm|aprob|gener|cre|certific|otorg|promuev|promov|adquir|adquier|habilit"
)
_ACT_VERB = re.compile(
    rf"\b(?:se\s+)?(?:{_STEMS})(?:a|an|e|en|ar|er|ir|ara|aran|era|eran|ira|iran|aron|ieron|o|io|arse|irse)\b"
    r"(?:\s+(?:a|con|en))?\s+(?:(?:el|la|los|las|un\s+total\s+de)\s+)?$"
)
_ACT_NOUN = re.compile(
    r"\b(?:capacitacion|formacion|realizacion|organizacion|ejecucion|entrenamiento|asistencia|atencion|sensibilizacion"
    r"|entrega|dictado|publicacion|elaboracion|difusion|desarrollo|implementacion|construccion|instalacion"
    r"|celebracion|plantacion|reforestacion|suscripcion|firma)(?:\s+tecnica)?\s+(?:a|de)\s+(?:(?:los|las)\s+)?$"
)
DONE = re.compile(
    r"(?:\s+[a-z]+){0,6}?\s+(?:capacitad|formad|realizad|organizad|ejecutad|entrenad|asistid|atendid|sensibilizad"
    r"|beneficiad|graduad|titulad|entregad|dictad|publicad|elaborad|difundid|celebrad|visitad|efectuad|evaluad"
    r"|impartid|suscrit|firmad|impres|construid|desarrollad|aprobad|financiad|enviad|becad|egresad|fortalecid)[oa]s\b"
)


def counts_acts(text: str, quantity: Quantity) -> bool:
    """Return whether the quantity counts acts: 'se ha capacitado a 40', '40 capacitados', 'realizar 2'."""
    before = text[max(0, quantity.start - 100) : quantity.start]
    after = text[quantity.end : clause_end(text, quantity.end)]
    clause = text[clause_start(text, quantity.start) : quantity.start]
    if _PERFECT.search(clause) or _PERFECT.search(after):
        return True
    if quantity.unit != NUMBER:
        return bool(_ACT_VERB.search(before) or _ACT_NOUN.search(before))
    return bool(_ACT_VERB.search(before) or _ACT_NOUN.search(before) or DONE.match(after))
