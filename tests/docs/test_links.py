"""Every relative link of the documentation leads somewhere, to the heading that it names."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_FENCE = re.compile(r"^(```+).*?^\1`*\s*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_ID = re.compile(r'<a id="([^"]+)"></a>')


def plain(path: Path) -> str:
    return _COMMENT.sub("", _FENCE.sub("", path.read_text(encoding="utf-8")))


@cache
def anchors(path: Path) -> frozenset[str]:
    """What a `#` can lead to: explicit anchors, and GitHub's slugs of headings."""
    text = plain(path)
    found = set(_ID.findall(text))
    counts: dict[str, int] = {}
    for heading in _HEADING.findall(text):
        words = re.sub(r"\]\([^)]*\)", "", heading).replace("\\", "")
        slug = re.sub(r"[^\w\- ]", "", words.lower()).strip().replace(" ", "-")
        count = counts.get(slug, 0)
        counts[slug] = count + 1
        found.add(f"{slug}-{count}" if count else slug)
    return frozenset(found)


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    lost = []
    for target in _LINK.findall(_CODE.sub("code", plain(page))):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        file, _, anchor = unquote(target).partition("#")
        place = (page.parent / file).resolve() if file else page
        if not place.exists() or not place.is_relative_to(ROOT) or (anchor and anchor not in anchors(place)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])
def test_an_anchor_stands_once(page: Path) -> None:
    ids = [name.lower() for name in _ID.findall(plain(page))]
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    linked = {(ROOT / "docs" / target.partition("#")[0]).resolve() for target in _LINK.findall(index)}
    # A page a rule would drown the others: the lists of rules lead to them.
    for name in ("reglas.md", "rules.md"):
        place = ROOT / "docs" / "reference"
        targets = _LINK.findall((place / name).read_text(encoding="utf-8"))
        linked |= {(place / target).resolve() for target in targets if target.startswith("rules/")}
    pages = [page for page in (ROOT / "docs").rglob("*.md") if page.name != "README.md"]
    assert [str(page.relative_to(ROOT)) for page in pages if page not in linked] == []
