"""From the tables of a small plan to its files: what they say, when they change, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from popgraph.encoding import encode
from popgraph.errors import DataError
from popgraph.vocab import ID, PREFIXES

Change = Callable[[str, str, str], None]

PLAN = ID + "pe-ama/pop-miel/2020/"
FILES = {
    "pe-ama/perx/2020/plan.ttl",
    "pe-ama/pop-miel/2020/interpretation.ttl",
    "pe-ama/pop-miel/2020/plan.ttl",
    "pe-ama/pop-miel/2020/statistics.ttl",
    "pe-ama/pop-miel/2020/translations.ttl",
    "registry/countries.ttl",
    "registry/groups.ttl",
    "registry/institutions.ttl",
    "registry/products.ttl",
    "registry/regions.ttl",
    "registry/wordings.ttl",
}


def holds(path: Path, *patterns: str) -> None:
    """Assert that a file alone has every pattern (relative to the plan's or the registry's base)."""
    store = Store()
    store.load(path=path, format=RdfFormat.TURTLE)
    start = "".join(f"PREFIX {prefix}: <{namespace}> " for prefix, namespace in PREFIXES.items())
    for pattern in patterns:
        query = f"BASE <{PLAN}> {start} PREFIX id: <{ID}> ASK {{ {pattern} }}"
        assert bool(store.query(query)), pattern


def refuses(plan: Path, *parts: str) -> None:
    """Assert that encoding fails with a message that has every part, and writes nothing."""
    with pytest.raises(DataError) as caught:
        encode(plan)
    for part in parts:
        assert part in str(caught.value)
    assert not list(plan.parents[2].rglob("*.ttl"))


def test_all_files_of_plan_and_registry_are_written(plan: Path) -> None:
    report = encode(plan)
    root = plan.parents[2]
    assert {str(file.path.relative_to(root.resolve())) for file in report.files} == FILES
    assert {file.state for file in report.files} == {"written"}
    assert {str(path.relative_to(root)) for path in root.rglob("*.ttl")} == FILES
    assert report.coverage.complete
    assert report.coverage.percent == 100


def test_encoding_again_changes_nothing(plan: Path) -> None:
    encode(plan)
    before = {path: path.stat().st_mtime_ns for path in plan.glob("*.ttl")}
    report = encode(plan)
    assert {file.state for file in report.files} == {"unchanged"}
    assert {path: path.stat().st_mtime_ns for path in plan.glob("*.ttl")} == before


def test_check_names_the_files_that_differ_and_writes_nothing(plan: Path, change: Change) -> None:
    encode(plan)
    assert encode(plan, check=True).up_to_date
    before = (plan / "translations.ttl").read_text(encoding="utf-8")
    change("translations.csv", "Buy wooden hives.", "Buy hives of wood.")
    report = encode(plan, check=True)
    assert not report.up_to_date
    assert [file.path.name for file in report.files if file.state == "different"] == ["translations.ttl"]
    assert (plan / "translations.ttl").read_text(encoding="utf-8") == before


def test_a_correction_changes_one_line_of_the_diff(plan: Path, change: Change) -> None:
    encode(plan)
    before = (plan / "plan.ttl").read_text(encoding="utf-8").splitlines()
    change("tasks.csv", "Comprar colmenas de madera.,", "Comprar colmenas de madera.,Comprar colmenas.")
    encode(plan)
    after = (plan / "plan.ttl").read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        '    pop:statement "Comprar colmenas."@es .'
    ]


def test_the_matrix(plan: Path) -> None:
    encode(plan)
    holds(
        plan / "plan.ttl",
        '<oe1/a1> a pop:PlannedActivity; pop:code "A1"; pop:ordinal 1; pop:partOfPlan <plan>;'
        " pop:servesObjective id:pe-ama\\/perx\\/2020\\/oe1; pop:hasIndicator <oe1/a1/logro>",
        '<oe1/a1/t1> a pop:PlannedTask; pop:code "T1"; pop:partOfActivity <oe1/a1>;'
        ' pop:sourceText "Comprar colmenas de madera."@es; pop:hasGoal <oe1/a1/t1/m1>;'
        " pop:hasSourcePassage <src/oe1-a1-t1>, <src/oe1-a1-t1-2>;"
        " pop:hasIndicator <oe1/a1/t1/i1>, <oe1/a1/t1/i2>",
        "<src/oe1-a1-t1-2> a pop:SourcePassage; pop:firstLine 24; pop:lastLine 24; pop:ordinal 2;"
        ' oa:exact "madera."; oa:hasSource <fuente>',
        "<oe1/a1/logro> a pop:AchievementIndicator; pop:hasTarget/pop:targetMode"
        " <https://w3id.org/popgraph/scheme/target-mode/event>",
        "<oe1/a1/t1/i1> a pop:TaskIndicator; pop:hasDuePeriod <oe1/a1/t1/i1/due1>",
        '<oe1/a1/t1/i1/due1> a pop:DuePeriod; pop:sourceText "A fines de 2021"@es; pop:edtf "2021-39";'
        ' pop:earliest "2021-09-01"^^xsd:date; pop:latest "2021-12-31"^^xsd:date;'
        " pop:hasSourcePassage <src/oe1-a1-t1-i1>",
        "<oe1/a1/t1/i1/tgt> a pop:Target; pop:targetValue 40.0; pop:targetUnit unit:NUM;"
        " pop:targetPopulation <https://w3id.org/popgraph/scheme/population/colmenas>",
        "<oe1/a1/t1/i2> pop:ordinal 2; pop:hasDuePeriod <oe1/a1/t1/i2/due1>, <oe1/a1/t1/i2/due2>",
        '<oe1/a1/t1/i2/due2> pop:edtf "2023-37"; pop:sourceText "A inicios del 2022 y 2023"@es',
        "<oe1/a1/t1/i2/tgt> pop:targetMin 2.0; pop:targetMax 3.0",
    )


def test_a_wording_over_two_lines_resolves_to_the_actor_of_the_region(plan: Path) -> None:
    encode(plan)
    holds(
        plan / "plan.ttl",
        "<oe1/a1/t1> pop:hasResponsibility <oe1/a1/t1/r1>, <oe1/a1/t1/r2>",
        '<oe1/a1/t1/r1> a pop:Responsibility; pop:sourceText "Gobierno Regional"@es; pop:ordinal 1;'
        " pop:responsibleParty id:org\\/gobierno-regional-amazonas;"
        " pop:responsibilityRole <https://w3id.org/popgraph/scheme/role/unspecified>",
        "<oe1/a1/t1/r2> pop:responsibleParty id:group\\/pe-ama\\/apicultores; pop:ordinal 2",
        "FILTER NOT EXISTS { <oe1/a1/t1/r1> pop:partOfPlan ?plan }",
    )


def test_what_stands_outside_the_matrix(plan: Path) -> None:
    encode(plan)
    holds(
        plan / "plan.ttl",
        "<plan> a pop:ProductOperationalPlan; pop:operationalizes id:pe-ama\\/perx\\/2020\\/plan;"
        " pop:preparedIn <evento/taller-2020-03>; pop:validatedIn <evento/taller-2020-03>",
        '<evento/taller-2020-03> a pop:Workshop; pop:heldOn "2020-03-05"^^xsd:date, "2020-03-06"^^xsd:date',
        "FILTER NOT EXISTS { <evento/taller-2020-03> pop:partOfPlan ?plan }",
        '<seccion/1> a pop:Section; pop:code "1"; pop:subsectionOf <seccion/titulo>',
        "<dia/a/1> a pop:DiamondFinding; pop:hasFootnote <nota/1>; pop:inSection <seccion/1>;"
        " pop:determinant <https://w3id.org/popgraph/scheme/diamond/demand-conditions>",
        '<nota/1> a pop:Footnote; pop:code "1"; pop:sourceText "Dato de la cooperativa. Sin auditar."@es',
        '<foda/f1> pop:code "F1"; pop:swotQuadrant <https://w3id.org/popgraph/scheme/swot/strength>',
        "<vision> a pop:Vision; pop:horizonYear 2030",
        '<valor/orden> a pop:SharedValue; rdfs:label "Orden"@es',
        "<oe1/v1> a pop:StatementReprint; pop:reprintOf id:pe-ama\\/perx\\/2020\\/oe1;"
        ' pop:sourceText "Vender mas miel."@es; pop:statement "Vender más miel."@es',
        "<oe1/a1/revision/vertical> a pop:ReviewQuestion; pop:reviews <oe1/a1>;"
        " pop:reviewTest <https://w3id.org/popgraph/scheme/review-test/vertical>",
        "<cifra/1> a pop:StatedFigure; pop:statedIn <texto/1>; pop:figureValue 1250.0;"
        ' pop:figureUnit unit:KiloGM; pop:figurePeriod "2019"; pop:about id:product\\/miel',
        "<cifra/2> pop:numerator <stats/ventas/miel/2020>; pop:denominator <stats/ventas/miel/2019>",
    )


def test_objectives_stand_with_the_regional_plan_and_their_passages_with_the_document(plan: Path) -> None:
    encode(plan)
    perx = plan.parents[1] / "perx" / "2020" / "plan.ttl"
    holds(
        perx,
        'id:pe-ama\\/perx\\/2020\\/oe1 a pop:StrategicObjective; pop:code "OE1";'
        " pop:partOfPlan id:pe-ama\\/perx\\/2020\\/plan; pop:hasSourcePassage <src/perx-oe1>",
        "id:pe-ama\\/perx\\/2020\\/plan pop:citedNotHeld true",
    )
    holds(plan / "plan.ttl", "<src/perx-oe1> a pop:SourcePassage; pop:firstLine 17")


def test_statistics_are_a_data_cube(plan: Path) -> None:
    encode(plan)
    holds(
        plan / "statistics.ttl",
        "<stats/ventas> a qb:DataSet; qb:structure <stats/estructura>;"
        " dcterms:source <stats/ventas/rotulo/fuente>; pop:hasSourcePassage <src/stats-ventas-rotulo-titulo>;"
        " pop:elaboratedBy id:org\\/gobierno-regional-amazonas",
        "<stats/estructura> qb:component/qb:dimension pop:refProduct; qb:component/qb:measure"
        " sdmx-measure:obsValue; qb:component/qb:attribute sdmx-attribute:unitMult",
        '<stats/ventas/miel/2020> a qb:Observation; pop:sourceText "17"@es; sdmx-measure:obsValue 17.0;'
        ' sdmx-dimension:refPeriod "2020"^^xsd:gYear; sdmx-attribute:unitMult 3;'
        " pop:inRow <stats/ventas/fila/miel>",
        '<src/stats-ventas-miel-2020> oa:exact "17"; oa:prefix "Miel 117 "',
        "FILTER NOT EXISTS { <src/stats-ventas-miel-2019> oa:prefix ?prefix }",
        "FILTER NOT EXISTS { ?observation a qb:Observation. ?structure a qb:DataStructureDefinition;"
        " qb:component/qb:dimension ?dimension."
        " FILTER NOT EXISTS { ?observation ?dimension ?value } }",
    )


def test_readings_and_links_are_marked_as_ours(plan: Path) -> None:
    encode(plan)
    link = "<interpretacion/enlace-oe1-a1-addressesfinding-foda-f1>"
    holds(
        plan / "interpretation.ttl",
        "<oe1/a1> pop:addressesFinding <foda/f1>. <oe1/a1/t1> pop:addressesFinding <foda/f1>",
        f"{link} a pop:Interpretation; pop:interprets <oe1/a1>, <oe1/a1/t1>; pop:readsAs <foda/f1>;"
        " pop:interpretedProperty pop:addressesFinding; dcterms:creator id:agent\\/popgraph;"
        ' pop:reason "Bees use the flowers."@en, "Las abejas usan las flores."@es;'
        " pop:certainty <https://w3id.org/popgraph/scheme/certainty/high>",
        "<interpretacion/gobierno/2> pop:alternativeTo <interpretacion/gobierno>",
        "<interpretacion/mitad> pop:interprets <cifra/2>; pop:interpretedProperty pop:figureValue",
    )
    holds(plan / "translations.ttl", '<oe1/a1/t1> pop:statement "Buy wooden hives."@en')


def test_the_registry(plan: Path) -> None:
    encode(plan)
    registry = plan.parents[2] / "registry"
    holds(
        registry / "institutions.ttl",
        "id:org\\/gobierno-regional-amazonas a pop:Institution; pop:inRegion id:region\\/pe-ama;"
        ' skos:altLabel "Gobierno Regional Amazonas"@es; org:identifier "PE-X-1";'
        " skos:exactMatch <http://www.wikidata.org/entity/Q1>, <https://ror.org/01abc>;"
        " pop:level <https://w3id.org/popgraph/scheme/level/regional>",
        "id:org\\/dudosa org:subOrganizationOf id:org\\/gobierno-regional-amazonas",
        "FILTER NOT EXISTS { id:org\\/dudosa skos:altLabel ?unsourced }",
    )
    holds(
        registry / "groups.ttl",
        "id:group\\/pe-ama\\/apicultores a pop:ActorGroup; pop:groupIncludes id:org\\/dudosa",
    )
    holds(
        registry / "regions.ttl",
        "id:region\\/pe-ama a pop:Region; skos:exactMatch <https://sws.geonames.org/3699699/>;"
        ' skos:notation "010000"^^<https://w3id.org/popgraph/scheme/ubigeo-inei>',
    )
    holds(registry / "countries.ttl", 'id:country\\/us a dcterms:Location; skos:altLabel "EE.UU."@es')
    holds(
        registry / "products.ttl",
        "id:product\\/miel a pop:ExportProduct; skos:broader id:product\\/abejas;"
        ' skos:notation "040900"^^<https://w3id.org/popgraph/scheme/hs2002>',
    )
    holds(
        registry / "wordings.ttl",
        'id:wording\\/pe-ama\\/gobierno-regional a pop:ActorWording; pop:wordingText "Gobierno Regional"@es;'
        " pop:denotes id:org\\/gobierno-regional-amazonas; pop:inRegion id:region\\/pe-ama",
    )


@pytest.mark.parametrize(
    ("edit", "parts"),
    [
        (
            ("registry/tables/wordings.csv", "pe-ama,Apicultores", "pe-cus,Apicultores"),
            ("responsibilities.csv:3",),
        ),
        (
            ("statements.csv", "perx:oe1,StrategicObjective", "oe1,StrategicObjective"),
            ("statements.csv:8", "perx:"),
        ),
        (("statements.csv", "SwotStatement", "Swot"), ("statements.csv:5", "Unknown class 'Swot'")),
        (("statements.csv", ",2030,", ",luego,"), ("statements.csv:6", "no year")),
        (("sections.csv", ",seccion/titulo,", ",seccion/9,"), ("sections.csv:3", "seccion/9")),
        (("tasks.csv", "T1,23", "T2,23"), ("tasks.csv:2", "code T2")),
        (("tasks.csv", "Comprar colmenas de madera.", "Vender colmenas."), ("tasks.csv:2", "isn't verbatim")),
        (("goals.csv", "oe1/a1/t1/m1", "oe1/a1/m1"), ("goals.csv:2", "oe1/a1/m1")),
        (("activities.csv", "perx:oe1", "perx:oe2"), ("activities.csv:2", "objective")),
        (("indicators.csv", ",40,,,", ",40,30,,"), ("indicators.csv:3", "A target has a value, or")),
        (
            ("indicators.csv", "2021-12-31", "2021-08-31"),
            ("indicators.csv:3", "due_earliest 2021-09-01 is after"),
        ),
        (("indicators.csv", "2022-37|2023-37", "2022-37"), ("indicators.csv:4", "due_edtf")),
        (("indicators.csv", "40 colmenas,40", "40 cajas,40"), ("indicators.csv:3", "target_text '40 cajas'")),
        (("passages.csv", "nota/1", "nota/7"), ("passages.csv:2", "No quoted element nota/7")),
        (
            ("observations.csv", "ventas/miel/2019,", "ventas/miel/2018,"),
            ("figures.csv:3", "ventas/miel/2019"),
        ),
        (("observations.csv", "value,2019", "value,2020"), ("observations.csv:3", "same dimensions")),
        (("translations.csv", "oe1/a1/t1", "oe1/a1/t9"), ("translations.csv:2", "oe1/a1/t9")),
        (("interpretations.csv", "interpretacion/gobierno,low", ",low"), ("interpretations.csv:3", "chosen")),
        (("links.csv", "foda/f1", "foda/f9"), ("links.csv:2", "foda/f9")),
        (("links.csv", "pop:addressesFinding", "pap:addressesFinding"), ("links.csv:2", "prefixed name")),
        (("plan.csv", "plan,a,pop:Product", "plan,a,nope:Product"), ("plan.csv:2", "Turtle")),
        (
            ("plan.csv", "perx:plan,a,pop:RegionalExportPlan", "perx:plan,pop:about,[]"),
            ("plan.csv:8", "blank"),
        ),
        (("workshops.csv", "prepared;validated", "prepared;held"), ("workshops.csv:2", "'held'")),
        (("table_labels.csv", "ventas,unit", "ventas,units"), ("table_labels.csv:3", "'units'")),
        (("registry/tables/groups.csv", "org/dudosa", "org/otra"), ("groups.csv:2", "org/otra")),
        (
            ("source.txt", "40 colmenas.", "50 colmenas."),
            ("indicators.csv:3", "There stands: A fines de 2021 hay 50"),
        ),
        (("furniture.csv", "22,TAREAS METAS", "22-23,METAS T1"), ("overlaps", "tasks.csv:2")),
    ],
)
def test_wrong_rows_are_refused_by_file_and_line(
    plan: Path, change: Change, edit: tuple[str, str, str], parts: tuple[str, ...]
) -> None:
    change(*edit)
    refuses(plan, *parts)


def test_every_wrong_row_is_named_at_once(plan: Path, change: Change) -> None:
    change("goals.csv", "Colmenas compradas.", "Colmenas vendidas.")
    change("activities.csv", "Criar abejas.,,", "Criar ovejas.,,")
    refuses(plan, "problems in the tables", "goals.csv:2", "activities.csv:2")


def test_the_same_triple_in_two_files_is_refused(plan: Path, change: Change) -> None:
    change("links.csv", "oe1/a1;oe1/a1/t1,pop:addressesFinding,foda/f1", "foda/f1,pop:partOfPlan,plan")
    refuses(plan, "links.csv:2", "stands in the graph of statements.csv:5 too")


def test_text_that_no_row_claims_is_reported_and_not_hidden(plan: Path, change: Change) -> None:
    change("furniture.csv", "36,12,,Número de página.,Page number.\n", "")
    report = encode(plan)
    assert [(run.line, run.column, run.text) for run in report.coverage.uncovered] == [(36, 1, "12")]
    assert report.coverage.percent < 100


def test_a_folder_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a" / "b" / "c").mkdir(parents=True)
    with pytest.raises(DataError, match="No such table"):
        encode(tmp_path / "a" / "b" / "c")


def test_a_misspelt_table_is_refused(plan: Path) -> None:
    (plan / "transcription" / "task.csv").write_text("path\n")
    refuses(plan, "Unknown tables task.csv")


def test_a_plan_without_its_document_is_refused(plan: Path) -> None:
    (plan / "source.txt").unlink()
    refuses(plan, "Can't read the document", "source.txt")
