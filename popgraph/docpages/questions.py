"""The page of the questions: the catalogue of ``queries/<theme>/<slug>.rq``."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from functools import partial

from popgraph.docpages.markdown import anchored, code, escape, fence, fold, link, prose, table
from popgraph.docpages.words import generated, say, term_page
from popgraph.queries import Parameter, Query
from popgraph.vocab import ID

__all__ = ["questions_page"]


def questions_page(questions: Iterable[Query], lang: str) -> str:
    """Return the page in a language."""
    asked = tuple(questions)
    rows = [
        (
            link(query.id, f"#{query.id}"),
            code(query.slug),
            escape(query.title(lang)),
            code(query.theme),
            ", ".join(code(parameter.name) for parameter in query.parameters),
        )
        for query in asked
    ]
    heads = [say(key, lang) for key in ("question", "slug", "label", "theme", "parameters")]
    heads[0], heads[2] = "id", say("question", lang)
    return (
        "\n\n".join(
            [
                generated("questions", lang, "queries/*/*.rq"),
                f"# {say('questions', lang)}",
                table(heads, rows),
                *(_question(query, lang) for query in asked),
            ]
        )
        + "\n"
    )


def _question(query: Query, lang: str) -> str:
    file = f"../../queries/{query.theme}/{query.slug}.rq"
    facts = [
        f"{say('slug', lang)}: {code(query.slug)}",
        f"{say('users', lang)}: {_users(query.users, lang)}",
        f"{say('file', lang)}: {link(code(file.removeprefix('../../')), file)}",
    ]
    blocks = [
        anchored(2, f"{query.id} · {escape(query.title(lang))}", query.id),
        "\n".join(f"* {fact}" for fact in facts),
    ]
    if note := query.note.get(lang):
        blocks.append(f"*{say('note', lang)}:* {prose(note, partial(term_page, lang))}")
    if query.parameters:
        heads = [say(key, lang) for key in ("parameter", "type", "default", "label")]
        blocks.append(table(heads, [_parameter(item, lang) for item in query.parameters]))
    blocks.append(fence(_commands(query, lang), "sh"))
    blocks.append(fold("SPARQL", fence(_without_header(query.text), "sparql")))
    return "\n\n".join(blocks)


def _users(users: str, lang: str) -> str:
    known = ("researchers", "stewards")
    words = [word.strip() for word in users.split(",")]
    return ", ".join(say(word, lang) if word in known else escape(word) for word in words)


def _parameter(parameter: Parameter, lang: str) -> tuple[str, str, str, str]:
    default = say("unbound", lang) if parameter.default is None else code(_short(parameter))
    return code(parameter.name), code(parameter.type), default, escape(parameter.label(lang))


def _commands(query: Query, lang: str) -> str:
    fixed = [item for item in query.parameters if item.default is not None]
    lines = [f"popgraph query {query.id}"]
    if fixed:
        options = " ".join(f"-p {shlex.quote(f'{item.name}={_short(item)}')}" for item in fixed)
        lines.append(f"popgraph query {query.slug} {options}  # {say('defaults', lang)}")
    if query.explain:
        lines.append(f"popgraph query {query.id} --explain  # {say('explain', lang)}: {query.explain}")
    return "\n".join(lines)


def _short(parameter: Parameter) -> str:
    return (parameter.default or "").removeprefix(ID)


def _without_header(text: str) -> str:
    lines = text.splitlines()
    while lines and lines[0].startswith("#"):
        lines.pop(0)
    return "\n".join(lines)
