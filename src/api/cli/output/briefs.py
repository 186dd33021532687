"""What `workledger brief` prints: a table a part, with names."""

from collections.abc import Mapping, Sequence
from typing import Any

import typer
from rich.cells import cell_len

from api.words.brief_tables import brief_tables
from api.words.labels import coordinates
from api.words.language import Language
from ledger.labels import label

_GAP = "  "


def show_brief(brief: Mapping[str, Any], language: Language) -> None:
    """Print a brief: its date and coordinates, then each part as a table."""
    typer.echo(label("brief", "of", language, date=brief["date"], now=brief["now"].replace("T", " ")))
    typer.echo(" · ".join((brief["period"], *coordinates(brief["position"], brief["rules"], language))))
    for table in brief_tables(brief, language, brief["names"]):
        typer.echo(f"\n{table.title}")
        if not table.rows:
            typer.echo(table.nothing)
            continue
        rows = [[name for name, _ in table.columns], *table.rows]
        widths = [max(cell_len(row[at]) for row in rows) for at in range(len(table.columns))]
        for row in rows:
            typer.echo(_line(row, widths, [is_figure for _, is_figure in table.columns]))


def _line(row: Sequence[str], widths: Sequence[int], figures: Sequence[bool]) -> str:
    cells = []
    for cell, width, is_figure in zip(row, widths, figures, strict=True):
        blank = " " * (width - cell_len(cell))
        cells.append(f"{blank}{cell}" if is_figure else f"{cell}{blank}")
    return _GAP.join(cells).rstrip()
