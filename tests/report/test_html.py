"""The HTML report: one file without script that says all in both languages, lets nothing in, and works in a browser."""

from __future__ import annotations

import dataclasses
import datetime
import os
import re
import shutil
import subprocess
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest

import popgraph
from popgraph import rules
from popgraph.codes import code_of
from popgraph.embedded import EmbeddedStore
from popgraph.errors import UsageError
from popgraph.findings import DataPlace, DocumentPlace, Finding, Origin, Severity, Waiver, fingerprint
from popgraph.report import html
from popgraph.report.matrix import read
from popgraph.report.page import anchor
from popgraph.validation import SourceHash, ValidationReport
from popgraph.vocab import ID

HOSTILE = (
    "</style></span><script>alert('x')</script><img src=https://example.org/x onerror=alert(1)>\x00\u202e"
)
PLAN = ID + "pe-cus/pop-cacao/2005/"
PANELS = ("by-rule", "by-activity", "by-institution", "by-severity")
VOID = {"meta", "input", "br", "img", "link", "hr"}


class Parsed(HTMLParser):
    """Tags with their attributes, the text by language, and what stands inside which identified element."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.links: dict[str, set[str]] = defaultdict(set)
        self.inside: dict[str, set[str]] = defaultdict(set)
        self.text: dict[str, str] = defaultdict(str)
        self.feed(text)
        self.close()
        assert self.open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        for _, outer in self.open:
            if "id" in outer:
                self.inside[outer["id"]].add(given.get("id", ""))
                if given.get("href", "").startswith("#"):
                    self.links[outer["id"]].add(given["href"][1:])
        if tag not in VOID:
            self.open.append((tag, given))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        shown = [given["class"] for _, given in self.open if given.get("class") in ("es", "en")]
        if not {"style", "title"} & {tag for tag, _ in self.open}:
            for lang in shown[-1:] or ("es", "en"):
                self.text[lang] += data


def finding(rule: str, focus: str, severity: Severity = Severity.WARNING, **more: object) -> Finding:
    made = Finding(
        rule=rule,
        severity=severity,
        focus=PLAN + focus,
        code=code_of(PLAN + focus),
        path="",
        value="",
        messages={"es": f"Qué pasa en {focus}.", "en": f"What is wrong in {focus}."},
        component="",
        origin=Origin.DOCUMENT,
        data=DataPlace("plan.ttl", 1480, 5),
        document=(DocumentPlace(698, 700, "Para fines de 2007 las empresas"),),
        fingerprint=fingerprint(rule, focus, "", ""),
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


WAIVER = Waiver(
    "urn:w", {"es": "Así se imprimió.", "en": "So printed."}, "Ana", datetime.date(2026, 1, 2), None
)
REPORT = ValidationReport(
    findings=(
        finding("RSP-01b", "oe1/a1/t1/r3", Severity.VIOLATION, origin=Origin.TRANSCRIPTION),
        finding("TMP-01", "oe1/a1/t1/i1/due1"),
        finding("TMP-01", "oe2/a1/t1/i1"),
        finding("ACT-01", "dia/a/3", Severity.INFO, origin=Origin.INTERPRETATION),
        finding("ELSE-99", "oe4/a2", Severity.INFO),
    ),
    waived=(finding("TGT-01", "oe3/a1/t1/i1", waiver=WAIVER),),
    rules=("ACT-01", "ELSE-99", "RSP-01b", "TGT-01", "TMP-01"),
    triples=123,
    rules_version="9.8.7",
    as_of=datetime.date(2026, 11, 23),
)


@pytest.fixture(scope="module")
def text(shipped: EmbeddedStore) -> str:
    return html.render(REPORT, store=shipped)


@pytest.fixture(scope="module")
def parsed(text: str) -> Parsed:
    return Parsed(text)


def anchors() -> set[str]:
    return {f"f-{item.fingerprint}" for item in REPORT.findings}


def test_nothing_runs_and_nothing_is_loaded(text: str, parsed: Parsed) -> None:
    names = {tag for tag, _ in parsed.tags}
    assert not names & {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
    for _, given in parsed.tags:
        assert not [name for name in given if name.startswith("on") or name in ("style", "src", "srcset")]
        assert given.get("href", "#").startswith("#")
    style = text[text.index("<style>") : text.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style
    policy = next(given["content"] for tag, given in parsed.tags if "http-equiv" in given)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize("panel", PANELS)
def test_every_finding_stands_in_every_grouping(parsed: Parsed, panel: str) -> None:
    found = parsed.inside[panel] if panel == "by-rule" else parsed.links[panel]
    assert anchors() <= found


def test_every_link_leads_somewhere_and_every_name_is_given_once(parsed: Parsed) -> None:
    assert len(parsed.ids) == len(set(parsed.ids))
    wanted = {given["href"][1:] for _, given in parsed.tags if "href" in given}
    assert wanted <= set(parsed.ids)


def test_both_languages_say_all(parsed: Parsed) -> None:
    for item in (*REPORT.findings, *REPORT.waived):
        for lang in ("es", "en"):
            assert item.message(lang) in parsed.text[lang]
    assert "1 infracción" in parsed.text["es"]
    assert "1 violation" in parsed.text["en"]
    assert "1 violation" not in parsed.text["es"]
    assert "Crear incentivos tributarios" in parsed.text["es"]
    assert "Create tax incentives" in parsed.text["en"]
    pairs = [given["lang"] for _, given in parsed.tags if given.get("class") in ("es", "en")]
    assert pairs == ["es", "en"] * (len(pairs) // 2)


def test_a_card_says_where_whose_fault_and_what_to_do(text: str) -> None:
    card = text[text.index(f'id="f-{REPORT.findings[0].fingerprint}"') :].split("</article>", maxsplit=1)[0]
    for said in ("plan.ttl:1480:5", "O1A1T1R3", 'href="#L1-698"', "Para fines de 2007", "Our transcription"):
        assert said in card
    rule = rules.find("RSP-01b")
    group = text[: text.index(card)].rpartition('<section class="group"')[2]
    for lang in ("es", "en"):
        assert html._environment().filters["e"](rule.guidance[lang]) in group
        assert html._environment().filters["e"](rule.rationale[lang]) in group


def test_findings_are_marked_at_their_cells_and_lines(parsed: Parsed, shipped: EmbeddedStore) -> None:
    cell = anchor("m", PLAN + "oe1/a1/t1/i1")
    due = next(item for item in REPORT.findings if item.focus.endswith("due1"))
    assert f"f-{due.fingerprint}" in parsed.links[cell]
    assert {"L1-698", f"f-{due.fingerprint}"} <= parsed.links[cell]
    assert {cell, f"f-{due.fingerprint}"} <= parsed.links["L1-698"]
    cells = {anchor("m", cell.iri) for activity in read(shipped).activities() for cell in activity.cells()}
    assert cells <= set(parsed.ids)


def test_what_made_it_and_what_is_waived_is_said(parsed: Parsed) -> None:
    report = dataclasses.replace(REPORT, sources=(SourceHash("plan.ttl", "ab" * 32),))
    said = Parsed(html.render(report)).text["en"]
    for part in ("ab" * 32, "9.8.7", "2026-11-23", popgraph.__version__, "So printed.", "Ana"):
        assert part in said
    assert f"f-{REPORT.waived[0].fingerprint}" in parsed.inside["waived"]


def test_without_a_store_or_findings_it_is_a_page_still() -> None:
    bare = Parsed(html.render(REPORT, lang="en"))
    assert "matrix" not in bare.ids
    assert anchors() <= bare.inside["by-rule"]
    clean = Parsed(html.render(dataclasses.replace(REPORT, findings=(), waived=())))
    assert "Sin hallazgos" in clean.text["es"]
    assert "No findings" in clean.text["en"]
    with pytest.raises(UsageError):
        html.render(REPORT, lang="qu")


def test_no_text_of_the_data_becomes_markup(tmp_path: Path) -> None:
    worst = finding(
        HOSTILE,
        "oe1/a1",
        messages={"es": HOSTILE, "en": HOSTILE + "en"},
        labels={"es": HOSTILE},
        guidance={"": HOSTILE},
        bindings=((HOSTILE, HOSTILE),),
        data=DataPlace(HOSTILE, 1, 1),
        document=(DocumentPlace(1, 2, HOSTILE),),
        fingerprint=HOSTILE,
        waiver=dataclasses.replace(WAIVER, author=HOSTILE, reason={"es": HOSTILE}),
    )
    quoted = HOSTILE[:-2].replace("\\", "\\\\")
    file = tmp_path / "plan.ttl"
    file.write_text(
        "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n"
        f'<{PLAN}oe1/a1> a pop:PlannedActivity ; pop:statement "{quoted}"@es , "{quoted}"@en .\n'
        f'<{PLAN}oe1/a1/t1> a pop:PlannedTask ; pop:partOfActivity <{PLAN}oe1/a1> ; pop:sourceText "{quoted}" .\n',
        encoding="utf-8",
    )
    made = html.render(
        dataclasses.replace(REPORT, findings=(worst, worst), waived=(worst,), tool=HOSTILE),
        store=popgraph.open(file),
    )
    parsed = Parsed(made)
    assert not {tag for tag, _ in parsed.tags} & {"script", "img"}
    assert "<script>alert('x')</script>" in parsed.text["es"]
    assert "\x00" not in made
    assert "\u202e" not in made
    assert len(parsed.ids) == len(set(parsed.ids))
    assert made.count("</style>") == 1


def test_tasks_without_activity_and_activities_without_objective_are_shown(tmp_path: Path) -> None:
    file = tmp_path / "plan.ttl"
    file.write_text(
        "@prefix pop: <https://w3id.org/popgraph/ontology#> .\n"
        f'<{PLAN}oe1/a1/t1> a pop:PlannedTask ; pop:statement "Sembrar"@es ; pop:hasGoal <{PLAN}m> .\n'
        f'<{PLAN}oe1/a2> a pop:PlannedActivity ; pop:statement "Cosechar"@es .\n'
        f"<{PLAN}oe1/a3/t1> a pop:PlannedTask ; pop:hasGoal <{PLAN}m> .\n",
        encoding="utf-8",
    )
    parsed = Parsed(html.render(REPORT, store=popgraph.open(file)))
    for word in ("Sembrar", "Cosechar", "Sin objetivo", "Sin actividad"):
        assert word in parsed.text["es"]
    assert len(parsed.ids) == len(set(parsed.ids))


def test_the_shipped_plan_makes_a_file_that_can_be_mailed(shipped: EmbeddedStore) -> None:
    report = popgraph.validate(shipped)
    made = html.render(report, store=shipped)
    assert len(made.encode()) < 1_500_000
    found = Parsed(made)
    assert {f"f-{item.fingerprint}" for item in report.findings} <= found.inside.get("by-rule", set())


def chromium() -> str:
    found = (
        os.environ.get("POPGRAPH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    )
    if not found:
        pytest.skip("no chromium here; .ci/run installs it")
    return found


def browse(folder: Path, url: str, *options: str) -> str:
    done = subprocess.run(
        [
            *(chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={folder / 'profile'}", *options, url),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return done.stdout


# A frame around the report may look at what the browser shows; the report itself runs nothing.
PROBE = """<!DOCTYPE html><title>probe</title><body><p id="out">waiting</p>
<iframe id="f" width="{width}" height="900"></iframe>
<script>
const frame = document.getElementById("f");
frame.onload = () => {{
  const page = frame.contentDocument, shown = e => e.offsetParent !== null && e.getClientRects().length > 0;
  const panels = [...page.querySelectorAll(".panel")].filter(shown).map(e => e.id);
  const lang = ["es", "en"].filter(l => shown(page.querySelector("h1 ." + l)));
  if ("{press}") page.querySelector('label[for="{press}"]').click();
  const after = ["es", "en"].filter(l => shown(page.querySelector("h1 ." + l)));
  const wide = page.documentElement.scrollWidth > page.documentElement.clientWidth;
  document.getElementById("out").textContent = JSON.stringify({{panels, lang, after, wide,
    title: getComputedStyle(page.body).margin}});
}};
frame.src = "report.html{hash}";
</script>"""


@pytest.mark.parametrize(
    ("hash_", "panel", "press", "width"),
    [
        ("", "by-rule", "", 1200),
        ("#by-activity", "by-activity", "lang-en", 1200),
        ("#by-institution", "by-institution", "", 390),
        ("#by-severity", "by-severity", "lang-es", 390),
        (f"#f-{REPORT.findings[0].fingerprint}", "by-rule", "lang-en", 390),
    ],
)
def test_a_browser_shows_one_grouping_and_one_language_and_fits_a_telephone(
    tmp_path: Path, text: str, *, hash_: str, panel: str, press: str, width: int
) -> None:
    (tmp_path / "report.html").write_text(text, encoding="utf-8")
    probe = tmp_path / "probe.html"
    probe.write_text(PROBE.format(hash=hash_, press=press, width=width), encoding="utf-8")
    dom = browse(
        tmp_path, probe.as_uri(), "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom"
    )
    said = re.search(r'<p id="out">(.*?)</p>', dom)
    assert said
    after = "en" if press == "lang-en" else "es"
    assert said[1] == (
        f'{{"panels":["{panel}"],"lang":["es"],"after":["{after}"],"wide":false,"title":"0px"}}'
    )


def test_a_browser_prints_it(tmp_path: Path, text: str) -> None:
    report, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    report.write_text(text, encoding="utf-8")
    browse(tmp_path, report.as_uri(), f"--print-to-pdf={paper}")
    assert paper.read_bytes().startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", paper.read_bytes())) > 3


@pytest.mark.parametrize("hash_", ["", "#by-activity", "#lines"])
def test_on_paper_each_finding_stands_once(tmp_path: Path, text: str, hash_: str) -> None:
    paper = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert paper.count("@media print") == 1
    (tmp_path / "report.html").write_text(paper.replace("@media print", "@media all"), encoding="utf-8")
    probe = tmp_path / "probe.html"
    looked = PROBE.replace(
        "const wide",
        'panels.push(...[...page.querySelectorAll("aside, #lines, #matrix .plan, .tabs")].filter(shown)'
        ".map(e => e.id || e.className || e.tagName).slice(0, 1));\n  const wide",
    )
    probe.write_text(looked.format(hash=hash_, press="", width=800), encoding="utf-8")
    dom = browse(
        tmp_path, probe.as_uri(), "--allow-file-access-from-files", "--virtual-time-budget=5000", "--dump-dom"
    )
    assert '<p id="out">{"panels":["by-rule","plan"],"lang":["es"]' in dom
