"""Every report of the interchange format, by name, in the order of the chapters."""

from collections.abc import Callable

import polars as pl

from ledger.roles import AUDITOR, HR, MANAGER, SEES_FLOOR, SEES_MARKS, SEES_PAY
from projections.expressions import Frame
from projections.leave_balances import leave_balances
from projections.month import Month
from projections.reports.compliance_figures import by_rule, is_whole, tells_pay
from projections.reports.definition import Column, ReportDefinition
from projections.reports.forms import date_form, decimal_form, minute_form, year_form
from projections.reports.nested_rows import LINES, awards_rows, bonus_rows, paid_time_rows, payroll_rows, stars_rows

_EMPLOYEE = Column("employee")
_POOL = Column("pool", labelled=True)
_RANK = Column("rank", type=pl.Int64)
_OF = Column("of", type=pl.Int64)
_AMOUNT = Column("amount", decimal_form)


def _chapter(read: Callable[[Month], Frame]) -> Callable[[Month], pl.DataFrame]:
    """The rows of a chapter's table, as its engine hands them out."""
    return lambda month: month.tables.engine.rows(read(month))


_DEFINITIONS = (
    ReportDefinition(
        "attendance",
        (
            _EMPLOYEE,
            Column("date", date_form, "day"),
            Column("shift"),
            Column("status", labelled=True),
            Column("in", minute_form, "in_minute"),
            Column("out", minute_form, "out_minute"),
            Column("late", type=pl.Int64),
            Column("early", type=pl.Int64),
            Column("counted", type=pl.Int64),
            Column("leave_type", labelled=True),
            Column("holiday", type=pl.Boolean),
        ),
        _chapter(lambda month: month.attendance.shifts),
        "attendance:attendance",
        order=("employee", "day"),
        readers=SEES_FLOOR,
        row_key=("date",),
    ),
    ReportDefinition(
        "punctuality",
        (
            _EMPLOYEE,
            Column("late_times", type=pl.Int64),
            Column("late_minutes", type=pl.Int64),
            Column("early_times", type=pl.Int64),
            Column("early_minutes", type=pl.Int64),
            Column("forgiven_times", type=pl.Int64),
        ),
        _chapter(lambda month: month.punctuality),
        "punctuality:punctuality",
        readers=SEES_FLOOR,
    ),
    ReportDefinition(
        "hours",
        (
            _EMPLOYEE,
            Column("due", type=pl.Int64),
            Column("worked", type=pl.Int64),
            Column("difference", type=pl.Int64),
            Column("lieu_opening", type=pl.Int64),
            Column("lieu_lapsed", type=pl.Int64),
            Column("lieu_drawn", type=pl.Int64),
            Column("lieu_earned", type=pl.Int64),
            Column("lieu_adjusted", type=pl.Int64),
            Column("lieu_closing", type=pl.Int64),
            Column("deficit_closing", type=pl.Int64),
            Column("deficit_overdue", type=pl.Int64),
        ),
        _chapter(lambda month: month.hours),
        "hours:hours",
        readers=SEES_FLOOR,
    ),
    ReportDefinition(
        "leave_balances",
        (
            _EMPLOYEE,
            Column("type", labelled=True, label="leave_type"),
            Column("year", year_form),
            Column("granted", type=pl.Int64),
            Column("carried", type=pl.Int64),
            Column("taken", type=pl.Int64),
            Column("lapsed", type=pl.Int64),
            Column("left", type=pl.Int64),
            Column("booked", type=pl.Int64),
            Column("requested", type=pl.Int64),
        ),
        _chapter(leave_balances),
        "leave_balances:leave_balances",
        order=("employee", "type"),
        readers=SEES_FLOOR,
        row_key=("type",),
        follows_facts=True,
    ),
    ReportDefinition(
        "scores",
        (
            _EMPLOYEE,
            Column("role", labelled=True),
            Column("call", decimal_form),
            Column("work", decimal_form),
            Column("behaviour", decimal_form),
            Column("total", decimal_form),
        ),
        _chapter(lambda month: month.scores),
        "scores:scores",
        readers=SEES_MARKS,
        headline="total",
    ),
    ReportDefinition(
        "appraisals",
        (
            _EMPLOYEE,
            Column("component", labelled=True),
            Column("item"),
            Column("source", labelled=True),
            Column("value", decimal_form),
            Column("points", decimal_form),
            Column("max", decimal_form),
            Column("stage", labelled=True),
            Column("counted", type=pl.Boolean, label="counts"),
            Column("form"),
            Column("version", type=pl.Int64),
            Column("evaluator"),
        ),
        _chapter(lambda month: month.appraisal_items),
        "appraisals:appraisals",
        order=("employee", "component_order", "place"),
        readers=SEES_MARKS,
        row_key=("component", "item"),
        own_while_open=pl.col("stage") == "final",
    ),
    ReportDefinition(
        "ranking",
        (
            _EMPLOYEE,
            _POOL,
            _RANK,
            _OF,
            Column("total", decimal_form),
            Column("behaviour", decimal_form),
        ),
        _chapter(lambda month: month.ranking),
        "ranking:ranking",
        readers=SEES_MARKS,
        headline="rank",
    ),
    ReportDefinition(
        "bonus",
        (
            _EMPLOYEE,
            _POOL,
            _RANK,
            _OF,
            _AMOUNT,
            Column("excluded_by", type=pl.List(pl.String)),
        ),
        bonus_rows,
        "bonus:bonus",
        readers=SEES_PAY | MANAGER,
        tells_pay=True,
        headline="amount",
        shown_by_row=True,
    ),
    ReportDefinition(
        "awards",
        (_EMPLOYEE, Column("theme", labelled=True), _AMOUNT),
        awards_rows,
        "awards:awards",
        order=(),
        readers=SEES_PAY | MANAGER,
        tells_pay=True,
        row_key=("theme",),
    ),
    ReportDefinition(
        "stars",
        (
            _EMPLOYEE,
            Column("quarter"),
            Column("score", decimal_form),
            _RANK,
            _OF,
            _AMOUNT,
        ),
        stars_rows,
        "stars:stars",
        readers=SEES_PAY | MANAGER,
        tells_pay=True,
        headline="amount",
    ),
    ReportDefinition(
        "payroll",
        (
            _EMPLOYEE,
            Column("lines", type=LINES),
            Column("total", decimal_form, label="pay_total"),
            Column("negative", type=pl.Boolean),
        ),
        payroll_rows,
        "pay:payroll",
        readers=SEES_PAY,
        tells_pay=True,
        headline="total",
        shown_by_row=True,
    ),
    ReportDefinition(
        "paid_time",
        (
            _EMPLOYEE,
            Column("item"),
            Column("minutes", type=pl.Int64),
            _AMOUNT,
            Column("clause"),
        ),
        paid_time_rows,
        "paid_time:paid_time",
        order=(),
        readers=SEES_PAY,
        tells_pay=True,
        row_key=("item",),
    ),
    ReportDefinition(
        "anomalies",
        (
            _EMPLOYEE,
            Column("date", date_form, "day"),
            Column("kind", labelled=True),
            Column("at", minute_form, "minute"),
        ),
        _chapter(lambda month: month.anomalies),
        "anomalies:anomalies",
        order=("employee", "day", "minute", "kind"),
        readers=SEES_FLOOR,
        row_key=("date", "at"),
    ),
    ReportDefinition(
        "compliance",
        (
            _EMPLOYEE,
            Column("rule", labelled=True),
            Column("from", date_form, "from_day"),
            Column("until", date_form, "until_day"),
            Column("value", by_rule, label="compliance_value", whole_in=is_whole),
            Column("limit", by_rule, whole_in=is_whole),
            Column("clause"),
        ),
        _chapter(lambda month: month.compliance),
        "compliance:compliance",
        order=("employee", "rule", "from_day"),
        readers=MANAGER | HR | AUDITOR,
        tells_pay=True,
        row_key=("rule", "from"),
        row_tells_pay=tells_pay,
    ),
)
REPORTS: dict[str, ReportDefinition] = {report.name: report for report in _DEFINITIONS}
FROZEN = tuple(name for name, report in REPORTS.items() if not report.follows_facts)
"""S11.2: the reports that a closing freezes; the others follow the facts in view."""
