"""The page of the ontology: every own class and property, and the code lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from popgraph.docpages.facts import Facts, expand, shorten
from popgraph.docpages.markdown import anchored, code, escape, link, number, prose, table
from popgraph.docpages.words import PAGES, generated, say
from popgraph.queries import Query
from popgraph.vocab import ONTOLOGY_IRI, POP, SCHEME

__all__ = ["KINDS", "ontology_page"]

KINDS = {
    "classes": "owl:Class",
    "object properties": "owl:ObjectProperty",
    "data properties": "owl:DatatypeProperty",
    "annotation properties": "owl:AnnotationProperty",
}
"""The kinds of own terms, by the heading that they stand under."""

_MATCHES = {"skos:exactMatch": "=", "skos:closeMatch": "close", "skos:relatedMatch": "related"}


def ontology_page(
    facts: Facts, lang: str, *, questions: Iterable[Query], rules: Mapping[str, frozenset[str]]
) -> str:
    """Return the page in a language.

    Args:
        facts: The shipped graph.
        lang: ``es`` or ``en``.
        questions: The catalogue, to say which questions a term is used in.
        rules: The local names of own terms that each rule mentions, by id.
    """
    kinds = {heading: _own(facts, kind) for heading, kind in KINDS.items()}
    schemes = _schemes(facts)
    used_by = _used_by(questions, rules, lang)
    title = facts.text(ONTOLOGY_IRI, "dcterms:title", lang)
    parts = [
        generated("ontology", lang, "ontology/*.ttl, ontology/schemes/*.ttl, data/"),
        f"# {escape(title)}",
        escape(facts.text(ONTOLOGY_IRI, "dcterms:description", lang)),
        escape(facts.text(ONTOLOGY_IRI, "skos:scopeNote", lang)),
        f"{code(POP)} · {code('pop:')} · {code(facts.value(ONTOLOGY_IRI, 'owl:versionInfo'))}",
        f"## {say('contents', lang)}",
        *(_contents(facts, heading, names, lang) for heading, names in kinds.items() if names),
        f"**{say('code lists', lang)}:** "
        + " · ".join(
            link(escape(facts.text(scheme, "skos:prefLabel", lang)), f"#{_scheme_anchor(scheme)}")
            for scheme in schemes
        ),
    ]
    for heading, names in kinds.items():
        if names:
            parts.append(f"## {say(heading, lang)}")
            parts.extend(_term(facts, name, lang, used_by) for name in names)
    parts.append(f"## {say('code lists', lang)}")
    parts.extend(_scheme(facts, scheme, lang) for scheme in schemes)
    return "\n\n".join(parts) + "\n"


def _own(facts: Facts, kind: str) -> list[str]:
    found = [iri.removeprefix(POP) for iri in facts.members.get(expand(kind), ()) if iri.startswith(POP)]
    return sorted(found, key=lambda name: (name.lower(), name))


def _contents(facts: Facts, heading: str, names: list[str], lang: str) -> str:
    links = (
        f"{link(code(f'pop:{name}'), f'#{name}')} {escape(facts.text(POP + name, 'rdfs:label', lang))}"
        for name in names
    )
    return f"**{say(heading, lang)} ({len(names)}):** " + " · ".join(links)


def _term(facts: Facts, name: str, lang: str, used_by: Mapping[str, list[str]]) -> str:
    iri = POP + name
    here = partial(prose, target=lambda term: f"#{term}")
    label = escape(facts.text(iri, "rdfs:label", lang))
    blocks = [
        anchored(3, f"pop:{name}", name),
        f"**{label}** · {code(iri)}",
        here(facts.text(iri, "skos:definition", lang)),
    ]
    if note := facts.text(iri, "skos:scopeNote", lang):
        blocks.append(f"*{say('scope', lang)}:* {here(note)}")
    blocks.append("\n".join(f"* {say(key, lang)}: {text}" for key, text in _facts(facts, iri, lang, used_by)))
    return "\n\n".join(blocks)


def _facts(facts: Facts, iri: str, lang: str, used_by: Mapping[str, list[str]]) -> Iterable[tuple[str, str]]:
    for key, predicate in (("subclass", "rdfs:subClassOf"), ("subproperty", "rdfs:subPropertyOf")):
        if terms := facts.values(iri, predicate):
            yield key, _terms(terms)
        below = [other for other in _with(facts, predicate, iri) if other.startswith(POP)]
        if below:
            yield "narrower", _terms(below)
    for key, predicate in (("domain", "rdfs:domain"), ("range", "rdfs:range")):
        if terms := facts.values(iri, predicate):
            yield key, _terms(terms)
    if expand("owl:TransitiveProperty") in facts.values(iri, "rdf:type"):
        yield "is", say("transitive", lang)
    for chain in facts.values(iri, "owl:propertyChainAxiom"):
        yield "chain", " → ".join(_link(step) for step in facts.items(chain))
    if rivals := _disjoint(facts, iri):
        yield "disjoint", _terms(rivals)
    if matches := _alignments(facts, iri, lang):
        yield "alignments", matches
    yield "uses", _uses(facts, iri, lang)
    if users := used_by.get(iri.removeprefix(POP)):
        yield "used by", ", ".join(users)


def _alignments(facts: Facts, iri: str, lang: str) -> str:
    found = [
        f"{_link(target)} ({say(kind, lang) if kind != '=' else '='})"
        for predicate, kind in _MATCHES.items()
        for target in facts.values(iri, predicate)
    ]
    if comment := facts.text(iri, "rdfs:comment", lang):
        found.append(prose(comment, lambda term: f"#{term}"))
    return "; ".join(found)


def _uses(facts: Facts, iri: str, lang: str) -> str:
    uses = facts.uses.get(iri, {})
    if not uses:
        derived = facts.values(iri, "owl:propertyChainAxiom")
        below = any(_with(facts, name, iri) for name in ("rdfs:subClassOf", "rdfs:subPropertyOf"))
        return say("derived" if derived else "indirect" if below else "none", lang)
    total = number(sum(uses.values()), lang)
    graphs = ", ".join(f"{code(graph)} {number(count, lang)}" for graph, count in sorted(uses.items()))
    return f"{total} ({graphs})"


def _disjoint(facts: Facts, iri: str) -> list[str]:
    rivals: set[str] = set()
    for axiom in facts.members.get(expand("owl:AllDisjointClasses"), ()):
        group = facts.items(facts.value(axiom, "owl:members"))
        if iri in group:
            rivals.update(group)
    return sorted(rivals - {iri})


def _with(facts: Facts, predicate: str, value: str) -> list[str]:
    kinds = [facts.members.get(expand(kind), ()) for kind in KINDS.values()]
    own = {subject for subjects in kinds for subject in subjects}
    return sorted(subject for subject in own if value in facts.values(subject, predicate))


def _used_by(
    questions: Iterable[Query], rules: Mapping[str, frozenset[str]], lang: str
) -> dict[str, list[str]]:
    from popgraph.sparql import tokens

    found: dict[str, list[str]] = {}
    for rule, names in sorted(rules.items()):
        for name in names:
            found.setdefault(name, []).append(link(rule, f"{PAGES['rules'][lang]}#{rule}"))
    for query in questions:
        words = {token.text for token in tokens(query.text)}
        for name in sorted({part for word in words for part in _local(word)}):
            found.setdefault(name, []).append(link(query.id, f"{PAGES['questions'][lang]}#{query.id}"))
    return found


def _local(word: str) -> list[str]:
    return [word.removeprefix("pop:")] if word.startswith("pop:") and len(word) > len("pop:") else []


def _terms(iris: Iterable[str]) -> str:
    return ", ".join(_link(iri) for iri in iris)


def _link(iri: str) -> str:
    name = code(shorten(iri))
    return link(name, f"#{iri.removeprefix(POP)}") if iri.startswith(POP) else name


def _schemes(facts: Facts) -> list[str]:
    found = facts.members.get(expand("skos:ConceptScheme"), ())
    return [iri for iri in found if any(home.startswith("scheme/") for home in facts.homes[iri])]


def _scheme_anchor(scheme: str) -> str:
    return "scheme-" + scheme.removeprefix(SCHEME)


def _scheme(facts: Facts, scheme: str, lang: str) -> str:
    label = escape(facts.text(scheme, "skos:prefLabel", lang))
    concepts = [
        iri
        for iri in facts.members.get(expand("skos:Concept"), ())
        if scheme in facts.values(iri, "skos:inScheme")
    ]
    rows = [
        (
            code(shorten(iri).removeprefix(f"{shorten(scheme)}/")),
            escape(facts.value(iri, "skos:notation")),
            escape(facts.text(iri, "skos:prefLabel", lang)),
            _terms_of(facts, iri, lang),
            number(facts.pointed.get(iri, 0), lang),
        )
        for iri in concepts
    ]
    heads = [say(key, lang) for key in ("code", "notation", "label", "definition", "uses")]
    kept = [i for i in range(len(heads)) if i in (0, 2, 4) or any(row[i] for row in rows)]
    return "\n\n".join(
        [
            anchored(3, label, _scheme_anchor(scheme)),
            code(scheme),
            prose(facts.text(scheme, "skos:definition", lang), lambda term: f"#{term}"),
            table(
                [heads[i] for i in kept],
                [[row[i] for i in kept] for row in rows],
                right=frozenset({len(kept) - 1}),
            ),
        ]
    )


def _terms_of(facts: Facts, iri: str, lang: str) -> str:
    texts = [facts.text(iri, predicate, lang) for predicate in ("skos:definition", "skos:scopeNote")]
    above = [
        f"({say('broader', lang)} {escape(facts.text(broader, 'skos:prefLabel', lang))})"
        for broader in facts.values(iri, "skos:broader")
    ]
    return " ".join([*(prose(text, lambda term: f"#{term}") for text in texts if text), *above])
