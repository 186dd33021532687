"""S12.2 争议项目 What a dispute's `item` names: an item of pay, a report, or a report's column.

A dispute that was imported may name anything; it is then shown beside more figures rather than beside none.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import get_args

from ledger.facts.pay import Allowance
from ledger.ruleset import MANUAL
from projections.awards import known_awards
from projections.calendar import period_number
from projections.leave import ABSENTEEISM
from projections.pay.payroll import LINE_ORDER
from projections.reports import REPORTS

PAYROLL = "payroll"
_OWN_REPORT = {"monthly_bonus": "bonus", "award": "awards", "star": "stars"}
"""The report of the chapter that an item of pay comes from, beside the payroll."""
_ANY = (
    "an item of pay such as monthly_bonus or award:service, a report such as hours, or a report's column such as "
    "scores.call"
)
_PLAIN = ("base", "star", "monthly_bonus", "night_allowance", "holiday_pay")


def reports_showing(item: str | None) -> tuple[str, ...]:
    """The reports that show an item; all of them where there is none, or where it is nothing known."""
    if item is None:
        return tuple(REPORTS)
    if (line := line_of(item)) is not None:
        return (PAYROLL, _OWN_REPORT[line]) if line in _OWN_REPORT else (PAYROLL,)
    report, column = column_of(item)
    if report is not None:
        return (report,)
    return _having(column) or tuple(REPORTS)


def line_of(item: str) -> str | None:
    """The line of pay (S10) that an item is of; None where it is no item of pay."""
    line = item.partition(":")[0]
    return line if line in LINE_ORDER else None


def column_of(item: str) -> tuple[str | None, str]:
    """The report and the column of ``REPORT.COLUMN``; no column of ``REPORT``, no report of anything else."""
    report, _, column = item.partition(".")
    if report in REPORTS and (not column or column in columns_of(report)):
        return report, column
    return None, item


def columns_of(report: str) -> list[str]:
    """The columns of a report that say something of an employee."""
    return [column.name for column in REPORTS[report].columns if column.name != "employee"]


def wrong_item(item: str, leave_types: Iterable[str] = ()) -> str | None:
    """What is wrong with an item that is to be disputed, and what would be right; None where it is right.

    `leave_types` are those of the ledger's rule sets, beside the manual's.
    """
    columns = [f"{report}.{column}" for report in REPORTS for column in columns_of(report)]
    known = [*_pay_items(leave_types), *REPORTS, *columns]
    if item in known or _of_an_open_line(item):
        return None
    near = [f"{report}.{item}" for report in _having(item)] or get_close_matches(item, known, n=3)
    right = _either(near) if near else _ANY
    return f"{item!r} is no item that can be disputed; give {right}"


def _pay_items(leave_types: Iterable[str]) -> Iterator[str]:
    yield from _PLAIN
    yield from (f"award:{theme}" for theme in known_awards())
    yield from (f"allowance:{kind}" for kind in get_args(Allowance.model_fields["type"].annotation))
    yield from (f"leave_deduction:{kind}" for kind in dict.fromkeys((*MANUAL.leave_types, *leave_types, ABSENTEEISM)))


def _of_an_open_line(item: str) -> bool:
    """Whether it is a correction by its number, or the adjustment of a period."""
    line, _, which = item.partition(":")
    if line == "adjustment":
        try:
            period_number(which)
        except ValueError:
            return False
        return True
    return line == "correction" and bool(which)


def _having(column: str) -> tuple[str, ...]:
    return tuple(report for report in REPORTS if column in columns_of(report))


def _either(choices: list[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last
