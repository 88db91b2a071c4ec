"""Workflow commands: one line a finding; no text of the data begins a command."""

from __future__ import annotations

import re

import pytest

from popgraph.report.github import render
from popgraph.report.rows import digest
from popgraph.validation import ValidationReport

# How a runner reads a command: `::name key=value,...::message`, escapes undone.
COMMAND = re.compile(r"::(error|warning|notice) ([^\n]*?)::(.*)")
LEVELS = {"violation": "error", "warning": "warning", "info": "notice"}


def undo(text: str) -> str:
    for mark, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(mark, char)
    return text


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in text.removesuffix("\n").split("\n"):
        match = COMMAND.fullmatch(line)
        assert match, line
        pairs = dict(pair.split("=", 1) for pair in match[2].split(","))
        found.append((match[1], {key: undo(value) for key, value in pairs.items()}, undo(match[3])))
    return found


@pytest.mark.parametrize("lang", ["es", "en"])
def test_each_open_finding_is_an_annotation_at_its_line(broken: ValidationReport, lang: str) -> None:
    read = commands(render(broken, lang=lang))[:-1]
    assert len(read) == len(broken.findings)
    for (level, properties, message), finding in zip(read, broken.findings, strict=True):
        assert level == LEVELS[finding.severity.value]
        assert message.startswith(finding.message(lang))
        assert finding.advice(lang) in message
        assert properties["title"] == f"{finding.rule} {finding.code}"
        if finding.data:
            assert (properties["file"], properties["line"]) == (finding.data.file, str(finding.data.line))
        else:
            assert "file" not in properties


def test_the_last_line_says_which_tool_rules_and_data(broken: ValidationReport) -> None:
    level, properties, message = commands(render(broken))[-1]
    assert (level, properties) == ("notice", {"title": f"popgraph {broken.tool_version}"})
    assert broken.rules_version in message and digest(broken.sources) in message
    assert "dispensados: 2" in message


def test_hostile_texts_stay_in_their_annotation(hostile: ValidationReport) -> None:
    text = render(hostile)
    assert "\r" not in text and "\x1b" not in text and "\x00" not in text
    read = commands(text)
    assert len(read) == len(hostile.findings) + 1
    assert any("one\ntwo\r\n::error file=x::injected" in message for _, _, message in read)
    assert any(properties.get("file", "").startswith("100 % [link](http://evil") for _, properties, _ in read)
