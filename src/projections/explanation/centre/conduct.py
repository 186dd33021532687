"""S13.5 What each count of conduct counts: violations, briefings, shifts without one, and punches by others."""

from collections.abc import Callable

from projections.calendar import day_text
from projections.explanation.centre.counts import count, told
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, positions

_CLAUSE = "S13.5"


def conduct(used: Used, employee: str) -> tuple[Node, ...]:
    """S13.5: a node a row of the report, with a node a column."""
    return tuple(
        Node("conduct_row", clause=_CLAUSE, children=_figures(used, employee, shown))
        for _, shown in used.reported("conduct", employee)
    )


def _figures(used: Used, employee: str, shown: Row) -> tuple[Node, ...]:
    def each(table: str, make: Callable[[Used, Row], Node]) -> tuple[Node, ...]:
        return tuple(make(used, row) for row in by_date(used.rows(table, employee)))

    violations = each("violations", lambda _, row: told("violation", _CLAUSE, row, points=row["points"]))
    held = {row["briefing"]: _briefing(used, row) for row in by_date(used.rows("briefings_held", employee))}
    missed = used.rows("briefings_held", employee, took_part=False)
    span, reach = used.parameter("briefing_minutes"), used.parameter("window_minutes")
    return (
        count("violations", shown["violations"], _CLAUSE, violations),
        count("violation_points", shown["violation_points"], _CLAUSE, violations),
        count("briefings_held", shown["briefings_held"], _CLAUSE, tuple(held.values()), **span),
        count("briefings_missed", shown["briefings_missed"], _CLAUSE, tuple(held[row["briefing"]] for row in missed)),
        count("briefings_not_held", shown["briefings_not_held"], _CLAUSE, each("without_briefing", _shift), **span),
        count("handovers_missing", shown["handovers_missing"], _CLAUSE, each("without_handover", _shift), **reach),
        count("punched_by_other", shown["punched_by_other"], "S12.1", each("punched_by_other", _punch)),
    )


def by_date(rows: list[Row]) -> list[Row]:
    """Rows by their date, those of one by their ledger position."""
    return sorted(rows, key=lambda row: (row["day"], row.get("position") or row.get("briefing") or 0))


def _briefing(used: Used, row: Row) -> Node:
    of = {"date": day_text(row["day"]), "took_part": row["took_part"]}
    return Node("briefing", clause=_CLAUSE, of=of, facts=positions(row["briefing"], _entry(used, row)))


def _shift(used: Used, row: Row) -> Node:
    """S3.2: a shift of which something is missing, by the roster's entry."""
    return Node("shift", clause="S3.2", of={"date": day_text(row["day"])}, facts=positions(_entry(used, row)))


def _entry(used: Used, row: Row) -> int | None:
    shift = used.row("shifts", row["employee"], day=row["day"])
    return None if shift is None else shift["entry"]


def _punch(_used: Used, row: Row) -> Node:
    return told("punch", "S12.1", row, recorded_by=row["by"])
