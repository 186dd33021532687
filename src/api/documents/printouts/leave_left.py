"""S4.6d 剩余假期 The leave that somebody has left, on a page that is handed to them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.documents.printouts.blocks import Block, Column, space, table
from api.documents.printouts.document_context import Material
from api.words.labels import value_label
from api.words.leave_time import clock_hours, leave_time
from projections.leave_balances import day_minutes

_REPORT = "leave_balances"


def leave_balances(material: Material) -> dict[str, list[dict[str, Any]]]:
    """The rows of leave balances that may be seen, by employee, each with `day_minutes` of the contract."""
    reports, _ = material.reports([_REPORT])
    rows = reports[_REPORT].table.to_dicts()
    minutes = day_minutes(material.source.books.in_view(material.month)) if rows else {}
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["employee"], []).append({**row, "day_minutes": minutes.get(row["employee"])})
    return found


def leave_left(
    material: Material, balances: Mapping[str, Sequence[Mapping[str, Any]]], employee: str
) -> Iterator[Block]:
    """What is left of each kind of leave, as hours and days, beside what is taken, booked and asked for."""
    said, language = material.said, material.language
    rows = balances.get(employee, [])
    if not rows:
        return
    minutes = rows[0]["day_minutes"]
    columns = [
        Column(said("Leave left"), width=1),
        Column(said("Left"), "right"),
        Column(said("Taken"), "right"),
        Column(said("Approved, to come"), "right"),
        Column(said("Awaiting a decision"), "right"),
    ]
    yield space(2)
    yield table(
        columns,
        [
            [
                f"{value_label(row['type'], language)} {row['year']}",
                leave_time(row["left"], minutes, language),
                *(clock_hours(row[name]) for name in ("taken", "booked", "requested")),
            ]
            for row in rows
        ],
        size=8,
    )
