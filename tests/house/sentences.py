"""The sentences of the source: every text that people may be told, as the template that the catalogue has it under."""

import ast
import re
from collections.abc import Iterator
from functools import cache

from api.auth.permissions import PERMISSIONS
from api.words.language import Language
from api.words.translation import translations
from ledger.labels import ENGLISH
from tests.house.documents.labels import labels
from tests.house.source import Module

FEWEST_WORDS = 3
"""In small letters: fewer are names, or pieces of a sentence."""
_WORD = re.compile(r"(?<![\w/{.-])[a-z]{2,}(?![\w/}=-])")
_PART = re.compile(r"\{\w*\}")
_DESCRIPTION = re.compile(r"(?:[A-Z][a-z']*|`\w+`)[ ,]")
"""A sentence begins with a small letter; with a capital one begins what describes the API, or what is a name."""
_TECHNICAL = re.compile(
    r"\(\?\w*[:<)]|\[0-9|<svg |\\u\d|[a-z]\|[a-z]|\[\w+\[|charset=|--?>|'none'"
    r"|\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE|FROM|ORDER|CREATE|JOIN|NULL|IN|LIKE|AND|ON)\b"
)
"""What is no sentence: patterns, types, media types, statements of SQL."""
_SAID_ELSEWHERE = frozenset(
    {"said", "says", "marked", "label", "gettext", "_", "getLogger", "debug", "info", "warning", "error", "exception"}
)
"""Calls whose texts are in other catalogues, or in the log."""
_DESCRIBING = frozenset({"description", "summary", "title", "examples", "openapi_examples", "json_schema_extra"})
_BY_MISTAKE = frozenset({"AssertionError", "TypeError", "RuntimeError", "NotImplementedError", "LookupError"})
"""Errors of whoever writes the program, which nobody else is told."""


def sentences(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """The sentences of a module, each with its place; names, descriptions and statements of SQL are left out."""
    for node, template in _texts(module.tree):
        own = _PART.sub("", template).strip()
        if "\n    " in template:
            continue
        if len(_WORD.findall(own)) < FEWEST_WORDS or _DESCRIPTION.match(template) or _TECHNICAL.search(own):
            continue
        if template in PERMISSIONS or template in _known_texts():
            continue
        yield node, template


def nameless(template: str) -> str:
    """A template without the names of its parts, which the catalogue may choose."""
    return re.sub(r"\{+\w*\}+", "{}", template)


def _texts(node: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    if isinstance(node, ast.Assert) or _is_mistake(node):
        return
    if isinstance(node, ast.JoinedStr):
        yield node, "".join(_piece(each) for each in node.values)
        for each in node.values:
            if isinstance(each, ast.FormattedValue):
                yield from _texts(each.value)
        return
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node, _piece(node)
        return
    for child in _children(node):
        yield from _texts(child)


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """What is in a node, without docstrings, and without what other catalogues have."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Call):
        if _called(node) in _SAID_ELSEWHERE:
            return
        yield from (node.func, *node.args)
        yield from (each.value for each in node.keywords if each.arg not in _DESCRIBING)
        return
    yield from ast.iter_child_nodes(node)


def _piece(value: ast.AST) -> str:
    if isinstance(value, ast.Constant):
        return str(value.value).replace("{", "{{").replace("}", "}}")
    return "{}"


def _called(call: ast.Call) -> str:
    return str(getattr(call.func, "id", getattr(call.func, "attr", "")))


def _is_mistake(node: ast.AST) -> bool:
    return isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and _called(node.exc) in _BY_MISTAKE


@cache
def _known_texts() -> frozenset[str]:
    """What the other catalogues have: messages of pages and documents, and keys of labels."""
    messages, english = vars(translations(Language.CHINESE))["_catalog"], labels(ENGLISH)
    return frozenset({*map(str, messages), *(name for key in english for name in key), *english.values()})
