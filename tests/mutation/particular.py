"""Mistakes that take more than one value, or that only make sense for one kind of node."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from random import Random

from pyoxigraph import Literal, NamedNode, Quad

from popgraph.vocab import PREFIXES, SCHEME
from tests.mutation.board import TYPE, Board, Change
from tests.mutation.common import Make, again, operator, own, text_of
from tests.mutation.edits import change, with_object
from tests.mutation.figures import figures
from tests.mutation.operators import Operator
from tests.mutation.parties import actors
from tests.mutation.structure import structure

__all__ = ["particular"]


def _rewrite(
    board: Board, item: NamedNode, names: Sequence[str], make: Callable[[str], str]
) -> tuple[list[Quad], list[Quad]]:
    """All literals of some properties of a node, before and after."""
    old = [quad for name in names for quad in board.out(item, own(name)) if isinstance(quad.object, Literal)]
    return old, [again(quad, make(text_of(quad))) for quad in old]


def _passages(board: Board, item: NamedNode) -> list[NamedNode]:
    return [q.object for q in board.out(item, own("hasSourcePassage")) if isinstance(q.object, NamedNode)]


def _years(text: str, by: int) -> str:
    return re.sub(r"\b(19|20)\d\d\b", lambda match: str(int(match[0]) + by), text)


# Time

_BOUNDS = ("edtf", "earliest", "latest")
_DUE = (
    "TMP-01 TMP-02 TMP-03 TMP-04 TMP-05 TMP-06 TMP-07 TMP-08 TMP-09 TMP-09s TMP-10 TMP-11 TMP-11r TMP-12 VER-08 EDT-01 "
    "HOR-05 TGT-03 TGT-05"
)
_TEXT = "TXT-01 PRV-01 PRV-02"


def _shift(names: Sequence[str], by: int, *, wording: bool = False) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        old, new = _rewrite(
            board, item, (*names, *(["sourceText"] if wording else [])), lambda t: _years(t, by)
        )
        return change(
            old, new, f"{item.value[-30:]} {by:+d} years in {' '.join(names)}{' and its wording' * wording}"
        )

    return make


def _inverted(board: Board, item: NamedNode, rng: Random) -> Change | None:
    first, last = board.one(item, "earliest"), board.one(item, "latest")
    if not first or not last:
        return None
    return change(
        [first, last],
        [with_object(first, last.object), with_object(last, first.object)],
        f"{item.value[-30:]} inverted",
    )


_THIRDS = {"37": ("01-01", "04-30"), "38": ("05-01", "08-31"), "39": ("09-01", "12-31")}


def _other_third(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """EDTF and bounds say another part of the year than the wording."""
    edtf = board.one(item, "edtf")
    match = re.fullmatch(r"(\d{4})-(37|38|39)", text_of(edtf))
    first, last = board.one(item, "earliest"), board.one(item, "latest")
    if not (edtf and match and first and last):
        return None
    third = rng.choice([name for name in _THIRDS if name != match[2]])
    start, end = _THIRDS[third]
    added = [
        again(edtf, f"{match[1]}-{third}"),
        again(first, f"{match[1]}-{start}"),
        again(last, f"{match[1]}-{end}"),
    ]
    return change([edtf, first, last], added, f"{item.value[-30:]} {text_of(edtf)} → {match[1]}-{third}")


def _late_progress(board: Board, item: NamedNode, rng: Random) -> Change | None:
    due = board.one(item, "hasDuePeriod")
    assert due and isinstance(due.object, NamedNode)
    return _shift(_BOUNDS, 5, wording=True)(board, due.object, rng)


def _all_years(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """The workshop, years later, in all that is said of it."""
    old, new = _rewrite(board, item, ("heldOn", "sourceText", "statement"), lambda t: _years(t, 4))
    return change(old, new, f"{item.value[-30:]} four years later")


def _time() -> Iterator[Operator]:
    yield operator("due a year later, wording untouched", "DuePeriod", _BOUNDS, _DUE, _shift(_BOUNDS, 1))
    yield operator("due a year earlier, wording untouched", "DuePeriod", _BOUNDS, _DUE, _shift(_BOUNDS, -1))
    yield operator(
        "bounds a year later, EDTF untouched", "DuePeriod", ["latest"], _DUE, _shift(_BOUNDS[1:], 1)
    )
    yield operator(
        "EDTF a year later, bounds untouched", "DuePeriod", ["latest"], _DUE, _shift(_BOUNDS[:1], 1)
    )
    yield operator("due another third of the year", "DuePeriod", _BOUNDS, _DUE, _other_third)
    yield operator("the two bounds inverted", "DuePeriod", _BOUNDS, _DUE, _inverted)
    yield operator(
        "due beyond the horizon, wording too",
        "DuePeriod",
        ["latest"],
        f"{_DUE} {_TEXT}",
        _shift(_BOUNDS, 20, wording=True),
    )
    yield operator(
        "due before the plan, wording too",
        "DuePeriod",
        ["latest"],
        f"{_DUE} {_TEXT}",
        _shift(_BOUNDS, -8, wording=True),
    )
    yield operator(
        "progress five years later, wording too",
        "ProgressIndicator",
        ["hasDuePeriod"],
        f"{_DUE} {_TEXT}",
        _late_progress,
    )
    yield operator("workshop four years later", "Workshop", ["heldOn"], f"TMP-09 TMP-09s {_TEXT}", _all_years)


# Targets

_TARGET = (
    "TGT-01 TGT-02a TGT-02b TGT-02c TGT-03 TGT-04 TGT-05 TGT-06 TGT-07 TGT-07s "
    "HOR-03 HOR-05 HOR-06 TMP-06 TMP-11 TMP-11r"
)


def _set(name: str, term: NamedNode | Literal) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        old = board.out(item, own(name))
        graph = board.out(item, TYPE)[0].graph_name
        return change(old, [Quad(item, own(name), term, graph)], f"{item.value[-30:]} {name} = {term}")

    return make


def _mode(name: str) -> Make:
    return _set("targetMode", NamedNode(f"{SCHEME}target-mode/{name}"))


def _decimal(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "decimal"))


def _percent(value: str) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        unit, quad = board.one(item, "targetUnit"), board.one(item, "targetValue")
        if not (unit and quad and "PERCENT" in str(unit.object)):
            return None
        return change(
            [quad], [with_object(quad, _decimal(value))], f"{item.value[-30:]} {text_of(quad)} % → {value} %"
        )

    return make


def _targets() -> Iterator[Operator]:
    unit = PREFIXES["unit"]
    value = ["targetValue"]
    yield operator("percentage above 100", "Target", value, _TARGET, _percent("160"))
    yield operator("percentage below 0", "Target", value, _TARGET, _percent("-5"))
    yield operator("figure in an event", "Target", value, _TARGET, _mode("event"))
    yield operator("level read as increase", "Target", value, _TARGET, _mode("increase"))
    yield operator("level read as cumulative", "Target", value, _TARGET, _mode("cumulative"))
    yield operator("level read as yearly", "Target", value, _TARGET, _mode("per-year"))
    yield operator(
        "another unit: percent", "Target", value, _TARGET, _set("targetUnit", NamedNode(unit + "PERCENT"))
    )
    yield operator(
        "another unit: tonne", "Target", value, _TARGET, _set("targetUnit", NamedNode(unit + "TONNE"))
    )
    yield operator("range upside down", "Target", ["targetMin"], _TARGET, _set("targetMax", _decimal("1.0")))
    yield operator(
        "value beside a range", "Target", ["targetMin"], _TARGET, _set("targetValue", _decimal("150.0"))
    )
    yield operator(
        "target of a million million",
        "Target",
        value,
        _TARGET,
        _set("targetValue", _decimal("1000000000000.0")),
    )


# Passages and texts


def _lines(by: int) -> Make:
    def make(board: Board, item: NamedNode, rng: Random) -> Change | None:
        old, new = _rewrite(board, item, ("firstLine", "lastLine"), lambda t: str(int(t) + by))
        return change(old, new, f"{item.value[-40:]} {by:+d} lines")

    return make


def _everywhere(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """Quote, source text and statement with the same wrong word, as in a slip of the transcription."""
    words = re.findall(r"\b[a-záéíóúñ]{5,}\b", text_of(board.one(item, "sourceText")))
    if not words:
        return None
    word = rng.choice(words)
    old, new = _rewrite(board, item, ("sourceText", "statement"), lambda t: t.replace(word, "textiles"))
    for passage in _passages(board, item):
        for quad in board.out(passage, NamedNode(PREFIXES["oa"] + "exact")):
            old.append(quad)
            new.append(again(quad, text_of(quad).replace(word, "textiles")))
    return change(old, new, f"{item.value[-30:]}: {word} → textiles")


def _typing_error(board: Board, item: NamedNode, rng: Random) -> Change | None:
    quads = board.out(item, NamedNode(PREFIXES["oa"] + "exact"))
    text = text_of(quads[0]) if quads else ""
    letters = [index for index, letter in enumerate(text) if letter.isalpha()]
    if not letters:
        return None
    at = rng.choice(letters)
    return change(
        quads[:1], [again(quads[0], text[:at] + text[at + 1 :])], f"{item.value[-40:]} one letter less"
    )


def _same_as_activity(board: Board, item: NamedNode, rng: Random) -> Change | None:
    activity = next((q.subject for q in board.into(item, own("hasIndicator"))), None)
    said = board.one(activity, "statement") if isinstance(activity, NamedNode) else None
    if said is None:
        return None
    text = text_of(said)
    old, new = _rewrite(board, item, ("statement", "sourceText"), lambda _: text)
    return change(old, new, f"{item.value[-30:]} says what its activity says")


def _english_figure(board: Board, item: NamedNode, rng: Random) -> Change | None:
    """The translation has another figure than the text."""
    for quad in board.out(item, own("statement")):
        if (
            isinstance(quad.object, Literal)
            and quad.object.language == "en"
            and re.search(r"\d", text_of(quad))
        ):
            return change(
                [quad],
                [again(quad, re.sub(r"\d", "7", text_of(quad)) + " 77")],
                f"{item.value[-30:]} in English: other figures",
            )
    return None


def _texts() -> Iterator[Operator]:
    yield operator("passage one line on", "SourcePassage", ["firstLine"], _TEXT, _lines(1))
    yield operator("passage far away", "SourcePassage", ["firstLine"], _TEXT, _lines(211))
    yield operator("passage beyond the document", "SourcePassage", ["firstLine"], _TEXT, _lines(100000))
    yield operator("quote with a letter less", "SourcePassage", ["firstLine"], _TEXT, _typing_error)
    for name in (
        "Goal",
        "TaskIndicator",
        "PlannedTask",
        "SwotStatement",
        "StatementReprint",
        "Responsibility",
    ):
        more = "STR-07 HOR-03 HOR-06 HOR-07 HOR-08 TGT-06 TMP-07 TMP-11 VER-09 VER-10 RSP-01b"
        yield operator(
            f"slip in quote, text and statement of a {name}",
            name,
            ["sourceText"],
            f"{_TEXT} {more}",
            _everywhere,
        )
    yield operator(
        "achievement indicator restates its activity", "AchievementIndicator", ["statement"],
        f"VER-09 {_TEXT} HOR-06 STR-07 TGT-06", _same_as_activity,
    )  # fmt: skip
    for name in ("TaskIndicator", "DiamondFinding"):
        yield operator(
            f"figure of the translation of a {name}",
            name,
            ["statement"],
            "LNG-01 TGT-06",
            _english_figure,
        )


def particular() -> Iterator[Operator]:
    """Yield the operators that are written by hand."""
    yield from _time()
    yield from _targets()
    yield from _texts()
    yield from actors()
    yield from structure()
    yield from figures()
