"""An explanation: which figure is asked for, and the tree below it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pkgutil import resolve_name

from ledger.facts.identifiers import normal
from ledger.refusal import MissingError, UsageError
from projections.appraisals import appraisal_item, is_appraisal_item
from projections.awards import in_theme_order
from projections.calendar import day_number
from projections.compliance import RULES
from projections.explanation.awards import awards
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import Node, each_once
from projections.explanation.pay import line, total
from projections.month import Month
from projections.pay.pay_line import KnownTypes
from projections.pay.pay_lines import NUMBERED, items_of
from projections.replay import Replay
from projections.reports import REPORTS
from projections.reports.definition import DATE, EMPLOYEE

DATED = tuple(name for name, report in REPORTS.items() if report.is_dated)
"""The reports of which a date picks the rows."""
TOTAL = "total"


@cache
def explainer_of(report: str) -> Callable[..., tuple[Node, ...]]:
    """What explains the rows of a report, of somebody; of a dated report, of a day or of all."""
    explained: Callable[..., tuple[Node, ...]] = resolve_name(f"{__package__}.{REPORTS[report].explainer}")
    return explained


@dataclass(frozen=True)
class ExplainRequest:
    """The figure asked for: of which report, period and employee; the position is that of the books."""

    name: str
    period: str
    employee: str = ""
    """Whose; it may be left out of a report that is explained by row (see `ReportDefinition.by_row`)."""
    item: str | None = None
    """A line of pay, a theme, or a column; the whole row where it is None."""
    date: str | None = None
    """Of a report with rows of dates: YYYY-MM-DD."""
    rules: str | None = None
    row: str | None = None
    """Of a report that is explained by row: which one, as `ReportDefinition.row_name` names it."""
    with_pay: bool = True
    """Whether for somebody who sees everyone's pay (see `ReportDefinition.row_tells_pay`)."""


@dataclass(frozen=True)
class Explanation:
    """A figure, or a row, with everything below it, and the coordinates of the report that it is of."""

    request: ExplainRequest
    period: str
    position: int
    rules: str
    node: Node


class Explainer:
    """Explains figures of the same books; rows that were handed out once are kept."""

    def __init__(self, books: Replay) -> None:
        """Of the books, or of a replay."""
        self._books = books
        self._used: dict[int, tuple[Month, Used]] = {}

    def explain(self, request: ExplainRequest) -> Explanation:
        """The explanation of a figure, or of a row.

        Raises MissingError for a report, period, rule set, employee or item that is not there, UsageError for what is
        no date.
        """
        if request.name not in REPORTS:
            raise MissingError(f"there is no report {request.name!r}; there are: {', '.join(REPORTS)}")
        month = self._books.reported(request.period, request.rules)
        if REPORTS[request.name].follows_facts:
            month = self._books.in_view(month)
        request = _of_known(request, month)
        used = self._rows_of(month)
        children = tuple(_asked(used, request))
        whose = {"employee": request.employee} if request.employee else {}
        node = Node(request.name, of={**whose, "period": used.period}, children=children)
        return Explanation(request, used.period, month.tables.journal.position, month.version, each_once(node))

    def _rows_of(self, month: Month) -> Used:
        if id(month) not in self._used:
            self._used[id(month)] = (month, Used(month))
        return self._used[id(month)][1]


def _of_known(request: ExplainRequest, month: Month) -> ExplainRequest:
    """The request with the employee as recorded.

    Raises MissingError where there is no such employee, and UsageError where it does not say whose, or which row.
    """
    definition = REPORTS[request.name]
    if not request.employee:
        if not definition.by_row:
            raise UsageError(f"{request.name} has rows of employees; say whose row is to be explained")
        if request.row is None and request.date is None:
            raise UsageError(f"say which row of {request.name} is to be explained, by: {', '.join(definition.row_key)}")
        return request
    known = month.tables.journal.tables["employees"]["employee"]
    found = next((name for name in (request.employee, normal(request.employee)) if name in known), None)
    if found is None and definition.person in (None, EMPLOYEE):
        raise MissingError(f"there is no employee {request.employee!r} on the ledger; give a number that is recorded")
    return request if found is None else replace(request, employee=found)


def explain(books: Replay, request: ExplainRequest) -> Explanation:
    """One explanation; of several figures an `Explainer` hands the rows out once."""
    return Explainer(books).explain(request)


def _asked(used: Used, request: ExplainRequest) -> tuple[Node, ...]:
    if request.date is not None and request.name not in DATED:
        raise UsageError(f"--date picks a day of {' or '.join(DATED)}; leave it out for {request.name}")
    if request.name == "payroll" and request.item is not None:
        return (_line(used, request.employee, request.item),)
    if request.name == "awards" and request.item is not None:
        return _theme(used, request.employee, request.item)
    rows = _rows(used, request)
    if is_appraisal_item(request.item) and request.name == "appraisals":
        return _appraised(rows, request)
    if request.name == "compliance" and request.item in RULES:
        return _of_rule(rows, request)
    return rows if request.item is None else tuple(_column(row, request) for row in rows)


def _rows(used: Used, request: ExplainRequest) -> tuple[Node, ...]:
    day = _day(request.date)
    if request.row is not None and not REPORTS[request.name].by_row:
        raise UsageError(f"{request.name} is explained by employee; leave the row out")
    if REPORTS[request.name].by_row:
        rows = explainer_of(request.name)(used, _chosen(used, request))
    else:
        which = (day,) if request.name in DATED else ()
        rows = explainer_of(request.name)(used, request.employee, *which)
    tells_pay = None if request.with_pay else REPORTS[request.name].row_tells_pay
    if tells_pay is not None:
        rows = tuple(row for row in rows if not tells_pay(row.of))
    if not rows:
        where = f"{request.name} of {used.period}" + (f" on {request.date}" if request.date else "")
        if request.row is not None:
            raise MissingError(
                f"there is no row {request.row!r} in {where}; `workledger report {request.name}` shows which there are"
            )
        whose = f"{request.employee} has" if request.employee else "there is"
        raise MissingError(f"{whose} no row in {where}; `workledger report {request.name}` shows who has")
    return rows


def _chosen(used: Used, request: ExplainRequest) -> list[tuple[Row, Row]]:
    """Of a report that is explained by row: the rows asked for, as the chapter has them and as they are shown."""
    definition = REPORTS[request.name]
    rows = used.reported(request.name, request.employee or None)
    return [
        (row, shown)
        for row, shown in rows
        if request.row in (None, definition.row_name(shown))
        if request.date in (None, shown.get(DATE))
    ]


def _day(text: str | None) -> int | None:
    if text is None:
        return None
    try:
        return day_number(date.fromisoformat(text))
    except ValueError:
        raise UsageError(f"{text!r} is not a date; write it as YYYY-MM-DD, such as 2026-10-12") from None


def _column(row: Node, request: ExplainRequest) -> Node:
    definition = REPORTS[request.name]
    # A column that is called otherwise than another of its name is explained under what it is called.
    terms = {request.item, *(column.label for column in definition.columns if column.name == request.item)}
    found = [child for child in row.children if child.term in terms]
    if not found:
        columns = [column.name for column in definition.columns if column.name != definition.person]
        raise _no_item(request, columns)
    return found[0] if not row.of else Node(row.term, clause=row.clause, of=row.of, children=(found[0],))


def _appraised(rows: tuple[Node, ...], request: ExplainRequest) -> tuple[Node, ...]:
    """The row of one item of somebody's appraisals."""
    named = {appraisal_item(str(row.of["component"]), str(row.of["item"])): row for row in rows}
    if request.item not in named:
        raise MissingError(
            f"there is no item {request.item!r} in the appraisals of {request.employee} in {request.period}; "
            f"there are: {', '.join(named)}"
        )
    return (named[request.item],)


def _of_rule(rows: tuple[Node, ...], request: ExplainRequest) -> tuple[Node, ...]:
    """The rows of one rule of somebody's compliance."""
    found = tuple(row for row in rows if row.of["rule"] == request.item)
    if not found:
        named = ", ".join(dict.fromkeys(str(row.of["rule"]) for row in rows))
        raise MissingError(
            f"{request.employee} has no row of {request.item!r} in the compliance of {request.period}; "
            f"there are rows of: {named}"
        )
    return found


def _theme(used: Used, employee: str, theme: str) -> tuple[Node, ...]:
    active = [each.theme for each in used.month.terms.themes]
    if theme not in active:
        listed = ", ".join(active) or "none"
        raise MissingError(f"{theme!r} is not an award theme of {used.period}; the active themes are: {listed}")
    return awards(used, employee, theme)


def _line(used: Used, employee: str, item: str) -> Node:
    known = list(_items(used, employee))
    if not used.reported("payroll", employee):
        raise MissingError(
            f"{employee} has no row in payroll of {used.period}; `workledger report payroll` shows who has"
        )
    if item == TOTAL:
        return total(used, employee)
    if item not in known:
        raise MissingError(
            f"there is no item {item!r} in the pay of {employee} in {used.period}; there are: "
            f"{', '.join([*known, TOTAL])}"
        )
    return line(used, employee, item)


def _items(used: Used, employee: str) -> Iterator[str]:
    """The lines that pay can have, those of 0.00 included, and the corrections and adjustments that there are."""
    themes = in_theme_order(active.theme for active in used.month.terms.themes)
    yield from items_of(KnownTypes(themes, tuple(used.rules.leave_types)))
    for _, shown in used.reported("payroll", employee):
        items = [each["item"] for each in shown["lines"]]
        yield from (item for item in items if item.partition(":")[0] in NUMBERED)


def _no_item(request: ExplainRequest, columns: list[str]) -> MissingError:
    return MissingError(f"{request.name} has no column {request.item!r}; there are: {', '.join(columns)}")
