"""From the references of the tables to IRIs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from popgraph.errors import DataError
from popgraph.vocab import BASE, ID, PREFIXES, SCHEME

__all__ = ["Names", "expand", "slug"]

_PATH = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:/[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)*")
_SHARED = ("agent", "country", "group", "org", "product", "region", "wording")


def slug(text: str) -> str:
    """Return ``text`` in lower-case ASCII with hyphens.

    >>> slug("MINSA (DIGESA)"), slug("Asociación de empresarios")
    ('minsa-digesa', 'asociacion-de-empresarios')
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def expand(curie: str) -> str:
    """Return the IRI of a prefixed name.

    Raises:
        DataError: The prefix is unknown.

    >>> expand("unit:HA")
    'http://qudt.org/vocab/unit/HA'
    """
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES or not re.fullmatch(r"[A-Za-z0-9_-]+", local):
        raise DataError(
            f"{curie!r} is no prefixed name that is known here",
            hint=f"The prefixes are {', '.join(sorted(PREFIXES))}",
        )
    return PREFIXES[prefix] + local


@dataclass(frozen=True)
class Names:
    """The IRIs of one plan edition.

    >>> names = Names(region="pe-cus", plan="pop-cacao", edition="2005")
    >>> names.iri("oe1/a2")
    'https://w3id.org/popgraph/id/pe-cus/pop-cacao/2005/oe1/a2'
    >>> names.iri("perx:oe1")
    'https://w3id.org/popgraph/id/pe-cus/perx/2005/oe1'
    >>> names.iri("org/mincetur"), names.iri("scheme:flow/export")
    ('https://w3id.org/popgraph/id/org/mincetur', 'https://w3id.org/popgraph/scheme/flow/export')
    """

    region: str
    plan: str
    edition: str

    @property
    def base(self) -> str:
        """What the plan's own paths are relative to."""
        return f"{ID}{self.region}/{self.plan}/{self.edition}/"

    @property
    def perx(self) -> str:
        """What the paths of the regional plan are relative to."""
        return f"{ID}{self.region}/perx/{self.edition}/"

    def iri(self, reference: str) -> str:
        """Return the IRI of a path, ``perx:`` path, shared resource, code or prefixed name.

        Raises:
            DataError: It is none of these.
        """
        prefix, colon, rest = reference.partition(":")
        if not colon:
            starts = dict.fromkeys(_SHARED, ID) | {"scheme": BASE}
            return starts.get(reference.split("/", maxsplit=1)[0], self.base) + _path(reference)
        if prefix == "perx":
            return self.perx + _path(rest)
        if prefix == "scheme":
            return SCHEME + _path(rest)
        return expand(reference)

    def concept(self, scheme: str, code: str) -> str:
        """Return the IRI of a code of a code list."""
        return f"{SCHEME}{scheme}/{_path(code)}"

    def passage(self, path: str, number: int = 1) -> str:
        """Return the IRI of an element's passage.

        >>> Names("pe-cus", "pop-cacao", "2005").passage("perx:oe1", 2).rpartition("/")[2]
        'perx-oe1-2'
        """
        _path(path.replace(":", "/"))
        local = path.replace(":", "-").replace("/", "-")
        return f"{self.base}src/{local}" + (f"-{number}" if number > 1 else "")


def _path(path: str) -> str:
    if not _PATH.fullmatch(path):
        raise DataError(f"{path!r} is no path", hint="A path has letters, digits, - and / only")
    return path
