"""All reference pages, written or checked together."""

from __future__ import annotations

from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Literal

from popgraph import catalog, loading, queries, resources
from popgraph.docpages.commands import commands_page
from popgraph.docpages.datasets import datasets_page
from popgraph.docpages.facts import gather
from popgraph.docpages.measures import measures_page
from popgraph.docpages.ontology import ontology_page
from popgraph.docpages.questions import questions_page
from popgraph.docpages.rules import mentioned, rule_pages, rules_page
from popgraph.docpages.words import LANGUAGES, PAGES
from popgraph.errors import DataError, UsageError
from popgraph.writing import write

__all__ = ["DocsReport", "Page", "State", "docs", "render"]

State = Literal["unchanged", "written", "different"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page and what became of it: ``different`` only if nothing was to be written."""

    path: Path
    state: State


@dataclass(frozen=True, slots=True)
class DocsReport:
    """The reference pages, by file name."""

    pages: tuple[Page, ...]

    @property
    def up_to_date(self) -> bool:
        """Whether the pages are what the sources give (after writing they are)."""
        return all(page.state != "different" for page in self.pages)


def docs(folder: str | PathLike[str] | None = None, *, check: bool = False) -> DocsReport:
    """Write the reference pages into a folder: all or none.

    Args:
        folder: Where they go; ``docs/reference`` of the checkout if None. Their links to files of the project are
            relative to that place.
        check: Write nothing; only say which pages differ from what their sources give.

    Raises:
        UsageError: If no folder is given and popgraph doesn't run from a checkout.
        DataError: If a source is broken, or a page can't be read or written.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as place:
    ...     docs(place).pages[0].state, docs(place, check=True).up_to_date
    ('written', True)
    """
    place = Path(folder) if folder is not None else _reference()
    texts = {place / name: text for name, text in render().items()}
    changed = [path for path, text in texts.items() if _read(path) != text]
    if not check:
        write({path: texts[path] for path in changed})
    state: State = "different" if check else "written"
    return DocsReport(tuple(Page(path, state if path in changed else "unchanged") for path in texts))


def render() -> dict[str, str]:
    """Return the text of each page by its file name, sorted.

    Raises:
        DataError: If a source is broken.

    >>> list(render())[:3]
    ['cli.md', 'datasets.md', 'datos.md']
    """
    with loading.open() as store:
        facts = gather(store)
    table = catalog.shipped()
    questions = queries.catalogue()
    rules = mentioned(facts)
    pages = {PAGES["commands"]["en"]: commands_page(), **rule_pages(facts)}
    for lang in LANGUAGES:
        pages[PAGES["ontology"][lang]] = ontology_page(facts, lang, questions=questions, rules=rules)
        pages[PAGES["rules"][lang]] = rules_page(facts, lang)
        pages[PAGES["questions"][lang]] = questions_page(questions, lang)
        pages[PAGES["datasets"][lang]] = datasets_page(facts, table, lang)
        pages[PAGES["measures"][lang]] = measures_page(lang)
    return dict(sorted(pages.items()))


def _reference() -> Path:
    root = resources.root()
    if not (root / "docs").is_dir():
        raise UsageError(
            "This installation has no docs/ folder",
            where=str(root),
            hint="Give the folder for the pages, or run popgraph from a checkout",
        )
    return root / "docs" / "reference"


def _read(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError("The page can't be read", where=str(path), hint=str(error)) from error
