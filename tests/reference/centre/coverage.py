"""S13.3 Seats (合理分配坐席): how many seats a team needs, and who is there."""

from datetime import timedelta

from tests.reference import leave
from tests.reference.attendance import Worked

from .looks import Fact, Look, Row


def report(look: Look) -> list[Row]:
    """One row for each need of a team, date and beginning; a need of no seats has none."""
    needs = [
        fact for fact in look.view.standing["staff_need"].values() if fact["seats"] > 0 and look.holds(fact["date"])
    ]
    return [_row(look, need) for need in sorted(needs, key=lambda each: (each["team"], each["date"], each["from"]))]


def _row(look: Look, need: Fact) -> Row:
    begin = look.view.planned(need["date"], need["from"])
    end = look.view.planned(need["date"], need["until"] + (1440 if need["until"] <= need["from"] else 0))
    shifts = [
        row
        for row in _of_team(look, need)
        if row.planned is not None and row.planned.start <= begin and end <= row.planned.end
    ]
    rostered = [row for row in shifts if not _on_leave(look, row)]
    present: int | None = sum(
        row.status == "attended"
        and row.start is not None
        and row.end is not None
        and row.start <= begin <= end <= row.end
        for row in rostered
    )
    if any(row.status == "planned" for row in rostered):
        present = None
    return {
        "team": need["team"],
        "date": need["date"].isoformat(),
        "from": _clock(need["from"]),
        "until": _clock(need["until"]),
        "needed": need["seats"],
        "rostered": len(rostered),
        "on_leave": len(shifts) - len(rostered),
        "present": present,
        "gap": need["seats"] - (len(rostered) if present is None else present),
    }


def _of_team(look: Look, need: Fact) -> list[Worked]:
    """The assigned shifts of the date and the date before, of the CSRs of the team on the shift's date."""
    found = []
    for day in (need["date"] - timedelta(days=1), need["date"]):
        attendance = look.attendance_of(day)
        for row in attendance.rows if attendance else []:
            if row.date == day and row.shift is not None:
                is_csr = look.view.on(row.employee, day, "role") == "csr"
                if is_csr and look.view.on(row.employee, day, "team") == need["team"]:
                    found.append(row)
    return found


def _on_leave(look: Look, row: Worked) -> bool:
    """S4.1: whether leave covers the shift fully, be it planned yet or not."""
    leaves = leave.approved(look.view, row.employee)
    return leave.covers(leave.parts_of(leaves, row.date, row.shift_counted), row.shift_counted)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
