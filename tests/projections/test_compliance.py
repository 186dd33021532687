"""S14: closed periods are looked back at as they were frozen, and every row is explained down to its facts."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.books import ReportRequest, make_report
from projections.explanation import Explainer
from tests.ledger.material import SITE
from tests.manual.shorthand import people, shifts
from tests.projections.explained import explain_row, missing_figures, reports_of, without_evidence
from tests.projections.office import Line, Office, office

ZONE = str(SITE["time_zone"])
OCTOBER, NOVEMBER, DECEMBER = "2026-10", "2026-11", "2026-12"
LIMITS = {
    "overtime_month": 0,
    "cycle_minutes": True,
    "shift_length": 470,
    "rest_between_shifts": 1000,
    "days_in_a_row": 1,
    "minimum_wage": "3000",
    "minimum_hourly_wage": "30",
    "deduction_share": 1,
    "absenteeism_multiple": "1",
}
LATER = datetime(2027, 1, 10, tzinfo=UTC)


def rules(**parameters: Any) -> Line:
    return {"kind": "rules", "version": "V1", "effective_period": OCTOBER, "parameters": parameters, "reason": "case"}


def centre(*more: Line, **parameters: Any) -> list[Line]:
    """E1 is under an approval of three months, and a day of work is one minute by contract."""
    return [
        SITE,
        *people("E1 csr\nE2 qa"),
        rules(compliance=LIMITS, award_themes=[], **parameters),
        {"kind": "hours_approval", "approval": "Z", "from": OCTOBER, "months": 3, "roles": ["csr"]},
        {"kind": "contract", "employee": "E1", "from": "2025-01-01", "day_minutes": 1, "pay": "monthly"},
        *more,
    ]


def worked(*days: str, employee: str = "E1", shift: str = "C in 09:30 out 18:00") -> list[Line]:
    return list(shifts("".join(f"{employee} {day} {shift}\n" for day in days), ZONE))


def at(folder: Path, *lines: Line) -> Office:
    found = office(folder)
    found.given(*lines, at=LATER)
    return found


def rows(books: Any, period: str, *rules_: str) -> list[tuple[Any, ...]]:
    report = make_report(books, "compliance", ReportRequest(period)).as_json()["rows"]
    columns = ("rule", "from", "until", "value", "limit")
    return [tuple(row[name] for name in columns) for row in report if not rules_ or row["rule"] in rules_]


@pytest.mark.slow
def test_books_look_back_at_what_was_frozen_and_a_replay_at_the_facts(tmp_path: Path) -> None:
    found = at(tmp_path, *centre(), *worked("2026-10-30", "2026-10-31"))
    with found.ledger:
        found.close(OCTOBER)
        frozen = rows(found.books(), OCTOBER)
        found.given(*worked("2026-10-29", "2026-11-01"))
        looked = ("days_in_a_row", "cycle_minutes", "overtime_month")
        assert rows(found.books(), NOVEMBER, *looked) == [
            ("cycle_minutes", "2026-10-01", "2026-11-30", 960 + 480, 22 + 21),
            ("days_in_a_row", "2026-10-30", "2026-11-01", 3, 1),
            ("overtime_month", "2026-10-01", "2026-11-30", 1440 - 43, 0),
        ]
        assert rows(found.replay(), NOVEMBER, *looked) == [
            ("cycle_minutes", "2026-10-01", "2026-11-30", 1440 + 480, 22 + 21),
            ("days_in_a_row", "2026-10-29", "2026-11-01", 4, 1),
            ("overtime_month", "2026-10-01", "2026-11-30", 1920 - 43, 0),
        ]
        assert rows(found.books(), OCTOBER) == frozen


@pytest.mark.slow
def test_the_last_attended_shift_is_handed_on_over_a_period_without_any(tmp_path: Path) -> None:
    found = at(tmp_path, *centre(), *worked("2026-10-05", "2026-12-01"))
    with found.ledger:
        found.close(OCTOBER)
        found.close(NOVEMBER)
        limit = {"compliance": {"rest_between_shifts": 100_000, "days_in_a_row": 1}}
        found.given(rules(**limit) | {"version": "V2", "effective_period": DECEMBER})
        between = (57 * 24 * 60) - 510
        expected = [("rest_between_shifts", "2026-10-05", "2026-12-01", between, 100_000)]
        assert rows(found.books(), DECEMBER) == expected == rows(found.replay(), DECEMBER)


@pytest.mark.slow
def test_an_approval_that_is_recorded_later_counts_the_closed_periods_too(tmp_path: Path) -> None:
    """Time and standard belong to the closing state of everyone, approval or not."""
    found = at(tmp_path, *centre(), *worked("2026-10-05", "2026-11-05", employee="E2"))
    with found.ledger:
        found.close(OCTOBER)
        assert rows(found.books(), NOVEMBER, "cycle_minutes") == []
        found.given(
            {"kind": "hours_approval", "approval": "Q", "from": OCTOBER, "months": 3, "roles": ["qa"]},
            {"kind": "contract", "employee": "E2", "from": "2026-11-01", "day_minutes": 1, "pay": "monthly"},
        )
        assert rows(found.books(), NOVEMBER, "cycle_minutes") == []
        overtime = {"kind": "overtime_approved", "employee": "E2", "minutes": 1440, "by": "M"}
        found.given(*(overtime | {"date": f"2026-11-{day:02}"} for day in range(6, 13)))
        expected = [("cycle_minutes", "2026-10-01", "2026-11-30", 2 * 480 + 7 * 1440, 22 * 480 + 21)]
        assert rows(found.books(), NOVEMBER, "cycle_minutes") == expected
        assert rows(found.replay(), NOVEMBER, "cycle_minutes") == expected


@pytest.mark.slow
def test_a_figure_is_told_as_its_rule_has_it_also_as_it_was_frozen(tmp_path: Path) -> None:
    """Minutes and days are whole numbers, money has two places, a multiple is as rule sets write it."""
    salary = {"kind": "base_salary", "employee": "E2", "from": "2025-01-01", "monthly": "2999.99"}
    absent = {"kind": "shift", "employee": "E1", "date": "2026-10-06", "shift": "C"}
    paid = {"kind": "base_salary", "employee": "E1", "from": "2025-01-01", "monthly": "1000"}
    lines = centre(salary, absent, paid, absenteeism_multiple="2.50")
    found = at(tmp_path, *lines, *worked("2026-10-05"))
    with found.ledger:
        open_ = rows(found.books(), OCTOBER, "minimum_wage", "absenteeism_multiple", "shift_length")
        assert open_ == [
            ("absenteeism_multiple", "2026-10-01", "2026-10-31", "2.5", "1"),
            ("shift_length", "2026-10-05", "2026-10-05", 480, 470),
            ("minimum_wage", "2026-10-01", "2026-10-31", "2999.99", "3000.00"),
        ]
        found.close(OCTOBER)
        assert rows(found.books(), OCTOBER, "minimum_wage", "absenteeism_multiple", "shift_length") == open_


@pytest.mark.slow
def test_every_row_is_explained_down_to_its_facts(tmp_path: Path) -> None:
    lines = centre(
        {"kind": "base_salary", "employee": "E1", "from": "2025-01-01", "monthly": "1000"},
        {"kind": "base_salary", "employee": "E2", "from": "2025-01-01", "monthly": "2000"},
        {"kind": "contract", "employee": "E3", "from": "2025-01-01", "day_minutes": 240, "pay": "hourly", "rate": "20"},
        {"kind": "correction", "correction": "K", "employee": "E2", "period": NOVEMBER, "amount": "-100", "note": "n"},
        {"kind": "shift", "employee": "E1", "date": "2026-11-20", "shift": "C"},
        {"kind": "overtime_approved", "employee": "E2", "date": "2026-11-05", "minutes": 30, "by": "M"},
        {"kind": "overtime_approved", "employee": "E1", "date": "2026-11-01", "minutes": 60, "by": "M",
         "compensation": "pay"},
        {"kind": "holiday", "date": "2026-11-01", "name": "节"},
        absenteeism_multiple="2", holiday_in_worked=False,
    )  # fmt: skip
    # Of an employee more, who has to be on the ledger before the contract.
    found = at(tmp_path, *lines[:1], *people("E3 csr"), *lines[1:], *worked("2026-10-30", "2026-10-31"))
    with found.ledger:
        found.close(OCTOBER)
        found.given(*worked("2026-11-01"), *worked("2026-11-05", employee="E2"))
        books = found.books()
        shown, explainer = reports_of(books, NOVEMBER)["compliance"], Explainer(books)
        assert {row["rule"] for row in shown} == {*LIMITS, "deduction_floor"}
        for employee in ("E1", "E2", "E3"):
            own = [row for row in shown if row["employee"] == employee]
            node = explain_row(explainer, "compliance", NOVEMBER, employee)
            assert [*without_evidence(node), *missing_figures("compliance", own, node)] == []


DAYS = [date(2026, 9, 26) + timedelta(days=each) for each in range(75)]


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.sampled_from("CCRW-"), min_size=len(DAYS), max_size=len(DAYS)),
    st.sampled_from((1, 15, 26)),
    st.integers(0, 3),
)
def test_shifts_in_a_row_are_told_alike_however_often_the_ledger_was_closed(
    types: list[str], start_day: int, closed: int
) -> None:
    """Whatever the roster and the cycle: rests and runs are as a plain walk over the days has them."""
    times = {"C": ("C in 09:30 out 18:00", 570, 1080), "R": ("R in 08:30 out 20:30", 510, 1230)}
    times["W"] = ("W in 20:30 out 08:30+1", 1230, 1950)
    roster = [(day, kind) for day, kind in zip(DAYS, types, strict=True) if kind != "-"]
    lines = [line for day, kind in roster for line in worked(str(day), shift=times[kind][0])]
    site = SITE | {"first_period": OCTOBER, "period_start_day": start_day}
    with tempfile.TemporaryDirectory() as folder:
        found = at(Path(folder), site, *centre()[1:], *lines)
        with found.ledger:
            for period in (OCTOBER, NOVEMBER, DECEMBER)[:closed]:
                found.close(period)
            cycle = found.reader.at().site.cycle
            told = [row for period in (OCTOBER, NOVEMBER, DECEMBER) for row in rows(found.books(), period, *_WALKED)]
            first = cycle.period(cycle.first_period).first_day
            own = [(day, kind) for day, kind in roster if (day - date(1970, 1, 1)).days >= first]
            assert sorted(told) == sorted(_walked(own, times, cycle))


_WALKED = ("rest_between_shifts", "days_in_a_row")


def _walked(
    roster: list[tuple[date, str]], times: dict[str, tuple[str, int, int]], cycle: Any
) -> list[tuple[Any, ...]]:
    """The rows of S14.4 and S14.5 by walking over the days."""

    def number(day: date) -> int:
        return (day - date(1970, 1, 1)).days

    def period(day: date) -> int:
        return int(cycle.period_of(number(day)))

    found: list[tuple[Any, ...]] = []
    for (before, one), (day, other) in pairwise(roster):
        rest = (day - before).days * 1440 + times[other][1] - times[one][2]
        if rest < 1000:
            found.append(("rest_between_shifts", str(before), str(day), rest, 1000))
    for _, run in groupby(enumerate(roster), key=lambda each: number(each[1][0]) - each[0]):
        days = [day for _, (day, _kind) in run]
        for each in sorted({period(day) for day in days}):
            so_far = [day for day in days if period(day) <= each]
            if len(so_far) > 1:
                found.append(("days_in_a_row", str(so_far[0]), str(so_far[-1]), len(so_far), 1))
    return found
