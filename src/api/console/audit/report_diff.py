"""Two ways to see one report, row by row: what was known then beside what is known today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from api.charts import Chart, Series
from api.words.labels import column_label
from api.words.language import Language
from api.words.translation import marked, said
from projections.reports import REPORTS, Column

Row = Mapping[str, Any]

_KEYS = ("date", "theme", "quarter", "item", "kind", "at")
"""What tells rows of somebody apart, beside what the report itself says."""
_MOST_DRAWN, _MOST_LINES = 10, 6
SAME, CHANGED, ONLY_THEN, ONLY_NOW = "same", "changed", "only_then", "only_now"
_LINES = "lines"
_LINE_COLUMNS = (
    Column("item", labelled=True),
    Column("line"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row as each side has it; None where a side has none."""

    column: Column
    then: Any
    now: Any

    @property
    def changed(self) -> bool:
        """Whether the sides differ in it."""
        return bool(self.then != self.now)


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of which either side may be missing."""

    employee: str
    """Whose; empty where the row is nobody's."""
    row: str
    """Of a report that is explained by row: its name (see `ReportDefinition.row_name`); else empty."""
    date: str | None
    item: str | None
    state: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """A report as it was known, beside the same report today."""

    report: str
    columns: tuple[Column, ...]
    pairs: tuple[Pair, ...]

    def count(self, state: str) -> int:
        """How many rows are in a state."""
        return sum(pair.state == state for pair in self.pairs)

    @property
    def differing(self) -> tuple[Pair, ...]:
        """The rows in which the sides differ."""
        return tuple(pair for pair in self.pairs if pair.state != SAME)


def beside(report: str, then: Sequence[Row], now: Sequence[Row]) -> Beside:
    """The rows of both sides, each beside its like. Of payroll a row is a line of pay, or the total."""
    columns = _columns(report)
    before, after = (_keyed(report, columns, rows) for rows in (then, now))
    keys = dict.fromkeys((*after, *before))
    pairs = [pair for key in keys for pair in _pairs(report, columns, before.get(key, []), after.get(key, []))]
    return Beside(report, columns, tuple(sorted(pairs, key=lambda pair: pair.employee)))


def _columns(report: str) -> tuple[Column, ...]:
    definition = REPORTS[report]
    columns = tuple(column for column in definition.columns if column.name != definition.person)
    if report != "payroll":
        return columns
    return (*_LINE_COLUMNS, *(column for column in columns if column.name != _LINES))


def _keyed(report: str, columns: Sequence[Column], rows: Sequence[Row]) -> dict[tuple[Any, ...], list[Row]]:
    """The rows by what makes them alike; several may be alike, such as two unclear punches of one minute."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    definition = REPORTS[report]
    keys = dict.fromkeys((definition.person, *_KEYS, *definition.row_key))
    names = {definition.person, *(column.name for column in columns)}
    for row in _flat(rows) if report == "payroll" else rows:
        key = tuple(str(row.get(name)) for name in keys if name is not None and name in names)
        found.setdefault(key, []).append(row)
    return found


def _flat(rows: Sequence[Row]) -> list[Row]:
    """Rows of pay by line, each person's total last."""
    flat: list[Row] = []
    for row in rows:
        flat += [{"employee": row["employee"], "item": each["item"], "line": each["amount"]} for each in row[_LINES]]
        flat.append({name: value for name, value in row.items() if name != _LINES})
    return flat


def _pairs(report: str, columns: Sequence[Column], before: Sequence[Row], after: Sequence[Row]) -> list[Pair]:
    return [_pair(report, columns, then, now) for then, now in zip_longest(before, after)]


def _pair(report: str, columns: Sequence[Column], then: Row | None, now: Row | None) -> Pair:
    shown = now or then or {}
    cells = tuple(Cell(column, (then or {}).get(column.name), (now or {}).get(column.name)) for column in columns)
    state = SAME
    if now is None:
        state = ONLY_THEN
    elif then is None:
        state = ONLY_NOW
    elif any(cell.changed for cell in cells):
        state = CHANGED
    definition = REPORTS[report]
    whose = "" if definition.person is None else shown[definition.person] or ""
    row = definition.row_name(shown) if definition.by_row else ""
    return Pair(whose, row, shown.get("date"), shown.get("item"), state, cells)


_RANKS = marked("%(figure)s then and today: largest changes")
_CHANGES = marked("%(figure)s: today minus then, largest changes")


def chart_of(found: Beside, names: Mapping[str, str], language: Language) -> Chart | None:
    """Whom a change moves most; None where nothing moves that could be drawn."""
    figure = REPORTS[found.report].headline
    if figure is None:
        return None
    column = next(each for each in found.columns if each.name == figure)
    moved = [
        (pair, _number(cell.then), _number(cell.now))
        for pair in found.differing
        for cell in pair.cells
        if cell.column is column and cell.changed
    ]
    if figure == "rank":
        moved = [each for each in moved if each[1] is not None and each[2] is not None]
    most = _MOST_LINES if figure == "rank" else _MOST_DRAWN
    drawn = sorted(moved, key=lambda each: -abs(_change(each[1], each[2])))[:most]
    if not drawn:
        return None
    labels = [names.get(pair.employee, pair.employee) for pair, _, _ in drawn]
    label = column_label(column, language)
    if figure == "rank":
        ends = [said(each, language) for each in (marked("then"), marked("today"))]
        lines = [Series(name, [before, after]) for name, (_, before, after) in zip(labels, drawn, strict=True)]
        title = said(_RANKS, language, figure=label)
        return Chart(title, "line", ends, lines, said(marked("Known"), language), _whole, upside_down=True)
    changes = [_change(before, after) for _, before, after in drawn]
    title = said(_CHANGES, language, figure=label)
    series = [Series(said(marked("Change"), language), changes)]
    return Chart(title, "lying", labels, series, said(marked("Employee"), language))


def _whole(rank: Any) -> str:
    """A rank; nothing for what stands between two of them on an axis."""
    return str(int(rank)) if rank == int(rank) else ""


def _change(before: Decimal | None, after: Decimal | None) -> Decimal:
    return (after or Decimal(0)) - (before or Decimal(0))


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
