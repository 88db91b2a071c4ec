"""The page of the rules of ``ontology/shapes/draft.ttl``."""

from __future__ import annotations

from functools import partial

from popgraph.docpages.facts import Facts, expand
from popgraph.docpages.markdown import anchored, code, escape, link, prose, table
from popgraph.docpages.words import generated, say, term_page
from popgraph.vocab import BASE, SHAPES

__all__ = ["mentioned", "rule_ids", "rules_page"]

_TIER = SHAPES + "tier"
_PROFILE = SHAPES + "profile"


def rule_ids(facts: Facts) -> tuple[str, ...]:
    """Return the ids of the rules: the named shapes that have a tier."""
    return tuple(sorted(iri.removeprefix(SHAPES) for iri, said in facts.said.items() if _TIER in said))


def mentioned(facts: Facts) -> dict[str, frozenset[str]]:
    """Return the local names of the own terms that each rule mentions, by id."""
    return {rule: facts.mentions(SHAPES + rule) for rule in rule_ids(facts)}


def rules_page(facts: Facts, lang: str) -> str:
    """Return the page in a language."""
    ids = rule_ids(facts)
    sheet = BASE + "shapes"
    rows = [
        (
            link(rule, f"#{rule}"),
            escape(facts.text(SHAPES + rule, "rdfs:label", lang)),
            _severity(facts, rule, lang),
            _profiles(facts, rule, lang),
        )
        for rule in ids
    ]
    heads = [say(key, lang) for key in ("rule", "label", "severity", "profile")]
    return (
        "\n\n".join(
            [
                generated("rules", lang, "ontology/shapes/draft.ttl"),
                f"# {escape(facts.text(sheet, 'dcterms:title', lang))}",
                escape(facts.text(sheet, "dcterms:description", lang)),
                table(heads, rows),
                *(_rule(facts, rule, lang) for rule in ids),
            ]
        )
        + "\n"
    )


def _rule(facts: Facts, rule: str, lang: str) -> str:
    iri = SHAPES + rule
    fixtures = ", ".join(
        link(say(kind, lang), f"../../tests/rules/{rule}/{file}.ttl")
        for kind, file in (("failing", "bad"), ("passing", "good"))
    )
    lines = [
        (say("severity", lang), _severity(facts, rule, lang)),
        (say("tier", lang), code(next(iter(_literal(facts, iri, _TIER)), ""))),
        (say("profile", lang), _profiles(facts, rule, lang)),
        (say("message", lang), f"«{escape(facts.text(iri, 'sh:message', lang))}»"),
        (say("why", lang), prose(facts.text(iri, "dcterms:description", lang), partial(term_page, lang))),
        (say("grounds", lang), prose(facts.text(iri, "skos:note", lang), partial(term_page, lang))),
        (say("fixtures", lang), fixtures),
    ]
    title = f"{rule} · {escape(facts.text(iri, 'rdfs:label', lang))}"
    return "\n\n".join(
        [anchored(2, title, rule), code(iri), "\n".join(f"* {name}: {text}" for name, text in lines)]
    )


def _severity(facts: Facts, rule: str, lang: str) -> str:
    kind = facts.value(SHAPES + rule, "sh:severity").removeprefix(expand("sh:"))
    return say((kind or "Violation").lower(), lang)


def _profiles(facts: Facts, rule: str, lang: str) -> str:
    found = [
        f"{code(iri.rpartition('/')[2])} ({escape(facts.text(iri, 'skos:prefLabel', lang))})"
        for iri in _literal(facts, SHAPES + rule, _PROFILE)
    ]
    return ", ".join(found) or say("no limit", lang)


def _literal(facts: Facts, subject: str, predicate: str) -> tuple[str, ...]:
    return tuple(str(getattr(term, "value", term)) for term in facts.said[subject].get(predicate, ()))
