"""S6.2, S6.3 What the verdict on a complaint would do to the scores of its period."""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from ledger.facts.complaints import Complaint, ComplaintUpdate
from projections.books import Books, ReportRequest, make_report
from projections.calendar import day_number, period_text
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.pools import COMPONENTS
from projections.scores import upheld, with_owner

_SHOWN = (*COMPONENTS, "total")
Scores = Mapping[str, str | None]
"""The scores of somebody by component, as the report shows them; None where there is none."""


@dataclass(frozen=True)
class ComplaintEffect:
    """What a verdict would do."""

    complaint: Complaint
    employee: str
    """Whose scores it touches."""
    period: str
    rules: str
    deduction: int
    """What the rule set takes off for each complaint upheld, in hundredths of a point."""
    before: Scores
    after: Scores
    others: int
    """How many other complaints of the period are upheld against the employee."""
    is_closed: bool
    """Whether the period is closed: its scores stay as they were frozen."""


def complaint_effect(base: Books, complaint: Complaint, update: ComplaintUpdate) -> ComplaintEffect | None:
    """What an update of a complaint would do to the scores report of its period; None of one that is nobody's.

    Raises MissingError where there is no such report.
    """
    employee = _owner(base, complaint)
    if employee is None:
        return None
    day = day_number(complaint.date)
    number = base.journal.site.cycle.period_of(day)
    request = ReportRequest(period_text(number))
    month = base.reported(request.period)
    before, rules = _scores(base, request, employee)
    after = before
    if number not in base.closed:
        with SupposedBooks(base, Hypothesis([update], day)) as supposed:
            after, _ = _scores(supposed, request, employee)
    own = (nw.col("employee") == employee) & (nw.col("complaint") != complaint.complaint)
    others = base.engine.rows(upheld(base.tables, month.period).filter(own)).height
    return ComplaintEffect(
        complaint,
        employee,
        request.period,
        rules,
        month.rules.complaint_deduction,
        before,
        after,
        others,
        number in base.closed,
    )


def _owner(books: Books, complaint: Complaint) -> str | None:
    """S13.7: whose a complaint is: its employee, or whom an update names."""
    rows = books.tables.of("complaints").filter(nw.col("complaint") == complaint.complaint)
    found = books.engine.rows(with_owner(books.tables, rows))["employee"].to_list()
    return next(iter(found), None)


def _scores(books: Books, request: ReportRequest, employee: str) -> tuple[dict[str, str | None], str]:
    report = make_report(books, "scores", request)
    row = next(iter(report.narrowed([employee]).table.to_dicts()), {})
    return {name: row.get(name) for name in _SHOWN}, report.rules
