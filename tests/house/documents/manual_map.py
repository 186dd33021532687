"""docs/manual-map.md: where each clause of the manual is computed or recorded, read from where the code cites it."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from tests.house.documents.markdown import MADE, code, prose, table
from tests.house.source import Module, modules

CLAUSE = re.compile(r"\bS(?:[1-9]|1[0-2])\.\d+[a-e]?\b")
SPAN = re.compile(r"\bS(\d+)\.(\d+) … S(\d+)\.(\d+)\b")
MADE_UP = "/made_up_centre/"
"""What acts as a centre by the manual, and neither computes nor records."""
HEAD = """# Manual map · 条款对照

Where each clause of [the manual](manual.md) is computed or recorded: the files that cite it, and in them the
functions and classes. [手册](manual.md)各条款由哪些文件、哪些函数计算或记录。

"""


def manual_map_page() -> str:
    """The page."""
    read = [module for module in (*modules("projections"), *modules("ledger")) if MADE_UP not in module.name]
    places: dict[str, dict[Module, list[str]]] = defaultdict(lambda: defaultdict(list))
    for module in read:
        for name, text in parts(module):
            for clause in clauses_in(text):
                places[clause][module] += [name] if name else []
    rows = [(clause, "<br>".join(map(place, *zip(*places[clause].items(), strict=True)))) for clause in ordered(places)]
    said = [(link(module), first_sentence(module)) for module in read if clauses_in(module.text)]
    return (
        MADE + HEAD + table(("clause 条款", "where 位置"), rows) + "\n" + table(("file 文件", "what it is 说明"), said)
    )


def parts(module: Module) -> Iterator[tuple[str, str]]:
    """The text of each top-level function and class by its name, and of the rest of the module without one."""
    for node in module.tree.body:
        name = node.name if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""
        yield name, ast.get_source_segment(module.text, node) or ""


def clauses_in(text: str) -> set[str]:
    """The clauses that a text cites; `S3.7 … S3.9` cites what lies between as well."""
    spans = [(chapter, int(first), int(last)) for chapter, first, same, last in SPAN.findall(text) if chapter == same]
    between = {f"S{chapter}.{number}" for chapter, first, last in spans for number in range(first, last + 1)}
    return set(CLAUSE.findall(text)) | between


def ordered(clauses: dict[str, dict[Module, list[str]]]) -> list[str]:
    """The clauses in the manual's order."""

    def order(clause: str) -> tuple[int, int, str]:
        chapter, number, letter = re.findall(r"S(\d+)\.(\d+)([a-e]?)", clause)[0]
        return int(chapter), int(number), letter

    return sorted(clauses, key=order)


def place(module: Module, names: list[str]) -> str:
    """A file, and what in it cites the clause."""
    return link(module) + (" " + ", ".join(map(code, dict.fromkeys(names))) if names else "")


def link(module: Module) -> str:
    """A file as a link from docs/."""
    return f"[{code(module.name)}](../{module.name})"


def first_sentence(module: Module) -> str:
    """What the module says of itself first."""
    return prose(ast.get_docstring(module.tree)).split(". ")[0].rstrip(".") + "."
