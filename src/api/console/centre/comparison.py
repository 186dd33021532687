"""Any two sides of a report beside each other: two periods, two moments, or two rule sets; figure by figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from api.console.audit.moments import as_instant
from api.console.lists import Cell, Column, RowList, list_of, list_page, person_cell
from api.console.periods import every_period
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.periods import rule_sets
from api.problems import Problem
from api.words.labels import column_label, figure_label, report_label, rules_called, value_label
from projections.reports import REPORTS

room = Room()
_PATH = "/centre/comparison"
_SIDES = ("a", "b")
_PARTS = ("period", "as_of", "rules")
_USUAL = "hours"
_LINES, _ITEM, _AMOUNT = "lines", "item", "amount"
REPORTS_COMPARED = tuple(name for name in REPORTS if REPORTS[name].person is not None and not REPORTS[name].is_dated)
"""Those that have rows of people, and no row a date."""
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as each side has it; None where a side has none."""

    employee: str
    row: str
    """What tells the row from others of the same employee, in words; empty where there is one."""
    called: str
    sides: tuple[Decimal | None, Decimal | None]

    @property
    def difference(self) -> Decimal | None:
        """What it is more on the second side; None where a side has none."""
        a, b = self.sides
        return None if a is None or b is None else b - a

    @property
    def moved(self) -> bool:
        """Whether the sides differ."""
        return self.sides[0] != self.sides[1]


@room.get(_PATH)
def comparison(visit: Visit) -> Response:
    """A report of two sides beside each other; of the last two periods where nothing is chosen."""
    periods = [each["period"] for each in every_period(visit)]
    readable = [name for name in REPORTS_COMPARED if visit.may(f"report {name}") is not None]
    if not readable:
        raise Problem("not-permitted", visit.says("Your role cannot see a report of people."))
    asked = {f"{side}_{part}": visit.query.get(f"{side}_{part}", "").strip() for side in _SIDES for part in _PARTS}
    asked["a_period"] = asked["a_period"] or periods[max(len(periods) - 2, 0)]
    asked["b_period"] = asked["b_period"] or periods[-1]
    chosen = visit.query.get("report", "")
    name = chosen if chosen in readable else (_USUAL if _USUAL in readable else readable[0])
    every = "same" in visit.query
    found: list[Figure] = []
    refusal, status = None, 200
    try:
        rows = [_side(visit, name, asked, side) for side in _SIDES]
        found = [each for each in figures(visit, name, *rows) if every or each.moved]
    except Problem as problem:
        refusal, status = refusal_of(problem, visit.language), problem.kind.status
    return list_page(
        visit,
        "centre/comparison.html",
        _listed(visit, found, asked),
        f"comparison-{name}",
        f"{report_label(name, visit.language)} {_side_name(visit, asked, 'a')} – {_side_name(visit, asked, 'b')}",
        status=status,
        name=name,
        names=[(each, report_label(each, visit.language)) for each in readable],
        asked=asked,
        every=every,
        periods=periods,
        sets=[each.version for each in rule_sets(visit.context).rules],
        sides=[_side_name(visit, asked, side) for side in _SIDES],
        refusal=refusal,
    )


def _side(visit: Visit, name: str, asked: Mapping[str, str], side: str) -> Sequence[Mapping[str, Any]]:
    """The rows of a side. Raises Problem where there is no such period, moment or rule set."""
    as_of = asked[f"{side}_as_of"]
    at = as_instant(as_of, visit.zone) if as_of else None
    rows: Sequence[Mapping[str, Any]] = visit.report(
        name, asked[f"{side}_period"], as_of=at, rules=asked[f"{side}_rules"] or None
    )["rows"]
    return rows


def _side_name(visit: Visit, asked: Mapping[str, str], side: str) -> str:
    rules = asked[f"{side}_rules"]
    parts = (asked[f"{side}_period"], asked[f"{side}_as_of"], rules and rules_called(rules, visit.language))
    return " · ".join(part for part in parts if part)


def figures(
    visit: Visit, name: str, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> list[Figure]:
    """Every figure of the rows of two sides; of payroll a figure is a line of pay, or the total."""
    sides = [dict(_figures(visit, name, rows)) for rows in (before, after)]
    keys = dict.fromkeys((*sides[0], *sides[1]))
    found = [Figure(*key, (sides[0].get(key), sides[1].get(key))) for key in keys]
    return sorted(found, key=lambda each: (each.employee, each.row))


def _figures(
    visit: Visit, name: str, rows: Iterable[Mapping[str, Any]]
) -> Iterable[tuple[tuple[str, str, str], Decimal]]:
    definition, language = REPORTS[name], visit.language
    person = definition.person or ""
    keys = [each for each in definition.row_key if each != person]
    shown = [(each.name, column_label(each, language)) for each in definition.columns if each.is_figure]
    for row in rows:
        of = " ".join(value_label(str(row[key]), language) for key in keys if row[key] is not None)
        for column, called in shown:
            if row[column] is not None and column not in keys:
                yield (str(row[person]), of, called), Decimal(str(row[column]))
        amounts: dict[str, Decimal] = {}
        for line in row.get(_LINES, ()):
            amounts[line[_ITEM]] = amounts.get(line[_ITEM], Decimal()) + Decimal(line[_AMOUNT])
        for item, amount in amounts.items():
            yield (str(row[person]), of, figure_label(item, language)), amount


def _listed(visit: Visit, found: Sequence[Figure], asked: Mapping[str, str]) -> RowList:
    people = visit.people()
    columns = [
        Column("employee", visit.says("Employee")),
        Column("row", visit.says("Of what")),
        Column("figure", visit.says("Figure")),
        Column("a", _side_name(visit, asked, "a"), figure=True),
        Column("b", _side_name(visit, asked, "b"), figure=True),
        Column("difference", visit.says("Difference"), figure=True),
    ]
    rows = [
        [
            person_cell(each.employee, people),
            Cell(each.row),
            Cell(each.called),
            *(_amount(value) for value in (*each.sides, each.difference)),
        ]
        for each in found
    ]
    if not any(each.row for each in found):
        del columns[1]
        rows = [[cell for place, cell in enumerate(row) if place != 1] for row in rows]
    return list_of(visit, columns, rows)


def _amount(value: Decimal | None) -> Cell:
    return Cell() if value is None else Cell(str(value), value)
