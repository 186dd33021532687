"""S13.13 Organisation (人员架构): who is what, and whose."""

from tests.reference.periods import last_date

from .looks import Look, Row

COLUMNS = ("role", "team", "channel", "reports_to", "project")


def report(look: Look) -> list[Row]:
    """One row for everyone in the period, as of the last day employed within it (S2.4)."""
    rows: list[Row] = []
    for employee in look.view.in_period(look.period):
        day = look.view.employed_days(employee, look.period)[-1]
        row: Row = {"employee": employee}
        row |= {column: look.view.on(employee, day, column) for column in COLUMNS}
        rows.append(row | {"status": _status(look, employee)})
    return rows


def _status(look: Look, employee: str) -> str:
    """On the period's last day: left, else under notice, else on probation, else employed."""
    end = last_date(look.period, look.view.start_day)
    if not look.view.employed(employee, end):
        return "left"
    if look.view.notice_from(employee, end) is not None:
        return "notice"
    return "probation" if look.view.on_probation(employee, end) else "employed"
