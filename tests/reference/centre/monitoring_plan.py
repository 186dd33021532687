"""S13.8 Monitoring plan (每天监控): what is due a week, and what was done."""

from datetime import date, timedelta

from .looks import Fact, Look, Row, counted


def standing(look: Look) -> list[Fact]:
    """The monitorings that their last revision does not withdraw."""
    revised = look.view.last_words("monitoring_revision", "monitoring")
    return [
        fact
        for fact in look.view.unvoided("monitoring")
        if revised.get(fact["monitoring"], [fact])[-1]["score"] is not None
    ]


def report(look: Look) -> list[Row]:
    """One row for each employee and week with anything due or done; a week is of the period of its Thursday."""
    rows, monitorings = [], standing(look)
    for thursday in [day for day in look.view.dates(look.period) if day.weekday() == 3]:
        week = [thursday + timedelta(days=days) for days in range(-3, 4)]
        rows += [_row(look, employee, week, monitorings) for employee in look.view.employees]
    return counted(rows, "employee", "week")


def _row(look: Look, employee: str, week: list[date], monitorings: list[Fact]) -> Row:
    done = sum(fact["employee"] == employee and fact["date"] in week for fact in monitorings)
    due = _due(look, employee, week)
    year, number, _day = week[0].isocalendar()
    return {
        "employee": employee,
        "week": f"{year:04d}-W{number:02d}",
        "done": done,
        "due": due,
        "missing": max(0, due - done),
    }


def _due(look: Look, employee: str, week: list[date]) -> int:
    """The quota of the employee's role and channel, or of the role; 0 without an attended shift in the week."""
    attended = [row.date for row in look.attendance().of(employee) if row.status == "attended"]
    status_day = look.view.status_day(employee, look.period)
    if status_day is None or not set(attended) & set(week):
        return 0
    role, channel = (look.view.on(employee, status_day, what) for what in ("role", "channel"))
    for wanted in [channel, None] if channel else [None]:
        quotas = {
            fact["from"]: int(fact["per_week"])
            for fact in look.view.standing["monitoring_quota"].values()
            if (fact["role"], fact["channel"]) == (role, wanted) and fact["from"] <= look.period
        }
        if quotas:
            return quotas[max(quotas)]
    return 0
