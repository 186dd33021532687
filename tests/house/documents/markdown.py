"""Tables of Markdown."""

import inspect
from collections.abc import Iterable, Sequence

MADE = (
    "<!-- Made from the code by scripts/document; a test fails when it is stale. "
    "由 scripts/document 生成，请勿手改。 -->\n"
)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with these heads; a bar within a cell is escaped."""
    lines = [list(heads), ["---"] * len(heads), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def code(text: str) -> str:
    """A word as it is written in a file."""
    return f"`{text}`"


def prose(docstring: str | None) -> str:
    """A docstring as running text, its paragraphs joined and its literals as Markdown writes them."""
    return " ".join(inspect.cleandoc(docstring or "").split()).replace("``", "`")
