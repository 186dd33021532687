"""S12.2 争议项目 What a dispute's `item` names: an item of pay or of an appraisal, a report, or a report's column.

A dispute that was imported may name anything; it is then shown beside more figures rather than beside none.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from ledger.roles import Role
from ledger.ruleset import MANUAL
from projections.appraisals import is_appraisal_item
from projections.awards import known_awards
from projections.pay.pay_line import KnownTypes
from projections.pay.pay_lines import PAY_LINES, items_of, line_of
from projections.reports import REPORTS

PAYROLL = "payroll"
DISPUTABLE = tuple(name for name, report in REPORTS.items() if Role.EMPLOYEE in report.readers)
"""The reports that people are shown their own rows of: what nobody is shown cannot be disputed."""
_ANY = (
    "an item of pay such as monthly_bonus or award:service, a report such as hours, a report's column such as "
    "scores.call, or an item of an appraisal such as work:ITEM"
)


def reports_showing(item: str | None) -> tuple[str, ...]:
    """The reports that show an item; all of them where there is none, or where it is unknown."""
    if item is None:
        return DISPUTABLE
    if (line := line_of(item)) is not None:
        return (PAYROLL,) if line.report is None else (PAYROLL, line.report)
    if is_appraisal_item(item):
        return ("appraisals", "scores")
    report, column = column_of(item)
    if report is not None:
        return (report,)
    return _having(column) or DISPUTABLE


def column_of(item: str) -> tuple[str | None, str]:
    """The report and the column of ``REPORT.COLUMN``; no column of ``REPORT``, no report of anything else."""
    report, _, column = item.partition(".")
    if report in DISPUTABLE and (not column or column in columns_of(report)):
        return report, column
    return None, item


def columns_of(report: str) -> list[str]:
    """The columns of a report that say something of an employee."""
    definition = REPORTS[report]
    return [column.name for column in definition.columns if column.name != definition.person]


def wrong_item(item: str, leave_types: Iterable[str] = (), themes: Iterable[str] = ()) -> str | None:
    """What is wrong with an item to be disputed, and what to do; None where it is valid.

    `leave_types` are those of the ledger's rule sets, beside the manual's, `themes` those of the ledger (S8.8).
    """
    columns = [f"{report}.{column}" for report in DISPUTABLE for column in columns_of(report)]
    types = KnownTypes((*known_awards(), *themes), tuple(dict.fromkeys((*MANUAL.leave_types, *leave_types))))
    known = [*items_of(types), *DISPUTABLE, *columns]
    if item in known or _is_numbered(item) or is_appraisal_item(item):
        return None
    near = [f"{report}.{item}" for report in _having(item)] or get_close_matches(item, known, n=3)
    right = _either(near) if near else _ANY
    return f"{item!r} is not an item that can be disputed; give {right}"


def _is_numbered(item: str) -> bool:
    """Whether it is a correction by its number, or the adjustment of a period."""
    name, _, number = item.partition(":")
    line = PAY_LINES.get(name)
    return line is not None and line.is_number is not None and line.is_number(number)


def _having(column: str) -> tuple[str, ...]:
    return tuple(report for report in DISPUTABLE if column in columns_of(report))


def _either(choices: list[str]) -> str:
    *others, last = choices
    return f"{', '.join(others)} or {last}" if others else last
