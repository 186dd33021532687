"""What a running period comes to is what its hours are once the shifts that are to come were worked as planned."""

from datetime import datetime
from pathlib import Path
from typing import Any

from projections.calendar import day_number
from projections.outlook import outlook
from tests.projections.office import Office, office

AT = datetime.fromisoformat("2026-10-15T12:00:00+08:00")
OVER = datetime.fromisoformat("2026-11-10T09:00:00+08:00")
TODAY, MONTH = day_number(AT.date()), "2026-10"
SITE = {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": MONTH, "period_start_day": 1}
PEOPLE = [
    {"kind": "employee", "employee": each, "name": each, "role": "csr", "team": "T1", "hired_on": "2026-10-01"}
    for each in "ABCD"
]
PLANNED = {"C": ("09:00", "18:00"), "R": ("08:30", "20:30"), "W": ("20:30", "08:30")}


def shift(employee: str, day: int, name: str) -> dict[str, Any]:
    return {"kind": "shift", "employee": employee, "date": f"{MONTH}-{day:02d}", "shift": name}


def punch(employee: str, day: int, at: str) -> dict[str, Any]:
    return {"kind": "clock", "employee": employee, "at": f"{MONTH}-{day:02d}T{at}:00+08:00", "direction": "auto"}


def worked(employee: str, day: int, name: str, until: str | None = None) -> list[dict[str, Any]]:
    starts, ends = PLANNED[name]
    return [punch(employee, day, starts), punch(employee, day + (name == "W"), until or ends)]


def leave(employee: str, day: int, **more: Any) -> list[dict[str, Any]]:
    date, number = f"{MONTH}-{day:02d}", f"L-{employee}-{day}"
    asked = {"kind": "leave", "leave": number, "employee": employee, "type": "personal", "requested_on": f"{MONTH}-01",
             "first_date": date, "last_date": date, **more}  # fmt: skip
    return [asked, {"kind": "leave_decision", "leave": number, "decision": "approved", "by": "M",
                    "at": f"{MONTH}-02T09:00:00+08:00"}]  # fmt: skip


SO_FAR = [
    # A is late on the running day, and works nights beyond the end of the period.
    shift("A", 14, "C"), *worked("A", 14, "C"), shift("A", 15, "C"), punch("A", 15, "09:20"), shift("A", 20, "R"),
    shift("A", 31, "W"),
    # B has leave to come: of a whole shift, and of a part of one.
    shift("B", 21, "C"), *leave("B", 21), shift("B", 22, "R"), *leave("B", 22, minutes=120),
    # C has worked more than is due, D was absent and has nothing before them.
    *(line for day in range(1, 15) for line in (shift("C", day, "R"), *worked("C", day, "R"))),
    *(shift("C", day, "R") for day in range(16, 29)),
    shift("D", 5, "C"),
]  # fmt: skip
TO_COME = [
    punch("A", 15, "18:00"), *worked("A", 20, "R"), punch("A", 31, "20:30"),
    {**punch("A", 1, "08:30"), "at": "2026-11-01T08:30:00+08:00"},
    *worked("B", 22, "R", until="18:30"),
    *(line for day in range(16, 29) for line in worked("C", day, "R")),
]  # fmt: skip


def hours(at: Office) -> dict[str, dict[str, Any]]:
    return {row["employee"]: row for row in at.rows(MONTH, "hours")}


def test_what_is_expected_is_what_comes_of_working_as_planned(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.ledger:
        at.given(SITE, *PEOPLE, *SO_FAR, at=AT)
        so_far, expected = hours(at), outlook(at.books(), MONTH, TODAY)
        at.given(*TO_COME, at=OVER)
        then = hours(at)
    assert expected.running
    assert {each.employee: each.planned_shifts for each in expected.hours} == {"A": 3, "B": 1, "C": 13, "D": 0}
    for each in expected.hours:
        now, end = so_far[each.employee], then[each.employee]
        assert (each.due, each.worked, each.planned) == (now["due"], now["worked"], end["worked"] - now["worked"])
        told = (each.expected_due, each.expected_worked, each.expected_difference, each.expected_lieu)
        assert told == (end["due"], end["worked"], end["difference"], end["lieu_closing"]), each.employee
        assert each.expected_deficit == end["deficit_closing"]
    assert {each.employee: each.expected_lieu > 0 for each in expected.hours}["C"]


def test_a_period_that_is_over_or_closed_is_as_it_is(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.ledger:
        at.given(SITE, *PEOPLE, *SO_FAR, at=AT)
        before = at.shown(MONTH)
        assert [outlook(at.books(), MONTH, TODAY + days).running for days in (16, 17)] == [True, False]
        assert at.shown(MONTH) == before
        at.given(*TO_COME, at=OVER)
        at.close(MONTH)
        assert outlook(at.books(), MONTH, TODAY).hours == ()
        assert outlook(at.books(), "2026-11", day_number(OVER.date())).running


def test_the_first_days_of_a_month_rest_on_what_is_still_to_come_of_the_one_before(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.ledger:
        recorded = datetime.fromisoformat("2026-10-27T23:00:00+08:00")
        at.given(SITE, *PEOPLE, *SO_FAR, *TO_COME[:-2], at=recorded)
        next_month = {each.employee: each for each in outlook(at.books(), "2026-11", TODAY + 20).hours}
        at.given(*TO_COME[-2:], at=OVER)
        rows = {row["employee"]: row for row in at.rows("2026-11", "hours")}
    assert {name: each.expected_lieu for name, each in next_month.items()} == {
        name: row["lieu_closing"] for name, row in rows.items()
    }
