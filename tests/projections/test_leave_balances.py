"""S4.6: leave balances, what is left on leaving, and that the balances draw as the refusal of an approval does."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entitlements import Grant, Use
from ledger.entitlements import drawn as drawn_one_by_one
from ledger.refusal import RulesError
from projections.books import Books, ReportRequest, make_report
from projections.calendar import day_number, period_number
from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.entitlements import drawn
from projections.explanation import ExplainRequest, explain
from tests.ledger.material import SITE
from tests.projections.office import Office, office

LAW = [{"years_below": 1, "days": 0}, {"years_below": 10, "days": 5}, {"years_below": None, "days": 10}]
YEAR = 2026
PERSON = {"kind": "employee", "employee": "A", "name": "A", "role": "csr", "team": "T1", "hired_on": "2024-10-01"}


def rules(version: str = "v", since: str = "2026-10", **parameters: Any) -> dict[str, Any]:
    return {"kind": "rules", "version": version, "effective_period": since, "reason": "case", "parameters": parameters}


def entitled(year: str, minutes: int, **more: Any) -> dict[str, Any]:
    return {"kind": "entitlement", "employee": "A", "type": "annual", "year": year, "minutes": minutes, **more}


def leave(number: str, first: str, last: str | None = None, **more: Any) -> list[dict[str, Any]]:
    """A leave that is approved."""
    dates = {"first_date": first, "last_date": last or first, "requested_on": "2026-10-01"}
    asked = {"kind": "leave", "leave": number, "employee": "A", "type": "annual", **dates, **more}
    decided = {"leave": number, "decision": "approved", "by": "M", "at": "2026-10-01T09:00:00+08:00"}
    return [asked, {"kind": "leave_decision", **decided, "override_by": "M", "override_reason": "case"}]


def shift(day: str, of: str = "C") -> dict[str, Any]:
    return {"kind": "shift", "employee": "A", "date": day, "shift": of}


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """An office whose first period is October 2026, and which is looked at later than all that it tells."""
    found = office(tmp_path)
    found.ledger.record([SITE, PERSON])
    return found


def recorded(at: Office, *facts: dict[str, Any]) -> None:
    assert [each.status for each in at.ledger.record(list(facts))] == ["accepted"] * len(facts)


def balances(at: Office, period: str, books: Books | None = None) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = make_report(books or at.books(), "leave_balances", ReportRequest(period)).as_json()[
        "rows"
    ]
    return found


def figures(row: dict[str, Any]) -> tuple[int, ...]:
    return tuple(row[name] for name in ("granted", "carried", "taken", "lapsed", "left", "booked", "requested"))


def left_on_leaving(at: Office, period: str) -> list[tuple[str, str, int]]:
    month = at.books().month(period_number(period))
    return sorted(month.tables.engine.rows(month.leave_left).select("employee", "type", "minutes").iter_rows())


def test_by_default_nobody_has_a_balance(at: Office) -> None:
    recorded(at, shift("2026-10-12"), *leave("L", "2026-10-12"))
    assert balances(at, "2026-10") == []


@pytest.mark.slow
def test_a_fact_for_the_year_makes_a_row_and_one_that_is_taken_back_does_not(at: Office) -> None:
    recorded(at, {**entitled("2026", 960), "ref": "e1"}, shift("2026-10-12"), *leave("L", "2026-10-12"))
    (row,) = balances(at, "2026-10")
    assert figures(row) == (960, 0, 480, 0, 480, 0, 0)
    recorded(at, {"kind": "void", "of_kind": "entitlement", "of": "e1", "by": "HR", "reason": "mistyped"})
    assert balances(at, "2026-10") == []


@pytest.mark.slow
def test_what_is_carried_is_drawn_first_and_lapses_on_its_day(at: Office) -> None:
    recorded(at, entitled("2025", 600, expires="2026-11-30"), entitled("2026", 960))
    recorded(at, shift("2026-10-12"), *leave("L", "2026-10-12"))
    assert figures(balances(at, "2026-10")[0]) == (960, 600, 480, 0, 1080, 0, 0)
    assert figures(balances(at, "2026-11")[0]) == (960, 600, 480, 120, 960, 0, 0)
    assert figures(balances(at, "2026-12")[0]) == (960, 600, 480, 120 + 960, 0, 0, 0)


@pytest.mark.slow
def test_what_is_overdrawn_is_not_inherited_and_what_does_not_expire_yet_is_carried(at: Office) -> None:
    at.clock.move(days=90)
    recorded(at, entitled("2026", 600, expires="2027-03-31"), entitled("2027", 480))
    recorded(at, shift("2026-12-01"), *leave("L", "2026-12-01"), shift("2026-12-02", "R"), *leave("M", "2026-12-02"))
    assert figures(balances(at, "2026-12")[0]) == (600, 0, 1140, 0, -540, 0, 0)
    assert figures(balances(at, "2027-01")[0]) == (480, 0, 0, 0, 480, 0, 0)


def test_in_a_week_without_a_roster_a_date_is_a_day_by_contract(at: Office) -> None:
    contract = {"kind": "contract", "employee": "A", "from": "2026-10-01", "day_minutes": 240, "pay": "monthly"}
    recorded(at, entitled("2026", 2400), contract, *leave("L", "2026-10-05", "2026-10-11"))
    recorded(at, *leave("P", "2026-10-14", minutes=239), *leave("Q", "2026-10-15", minutes=240))
    # The week of the 12th has no shift either: 239 minutes are no full leave there.
    assert figures(balances(at, "2026-10")[0]) == (2400, 0, 6 * 240, 0, 2400 - 6 * 240, 0, 0)


@pytest.mark.slow
def test_the_leave_that_counts_alone_is_taken_and_both_are_asked_for(at: Office) -> None:
    recorded(at, entitled("2026", 2400), shift("2026-10-12"), shift("2026-12-14"))
    other = {"type": "sick"}
    recorded(at, *leave("S", "2026-10-12", **other), *leave("L", "2026-10-12"))
    recorded(at, *leave("T", "2026-12-14", **other), *leave("M", "2026-12-14"))
    assert figures(balances(at, "2026-10")[0])[2] == 0
    assert figures(balances(at, "2026-10")[0])[5] == 480


@pytest.mark.slow
def test_service_grants_by_the_days_employed_and_a_fact_goes_before_it(at: Office) -> None:
    by_service = rules(entitled_types=["annual"], entitlement_by_service={"annual": LAW})
    recorded(at, by_service, {"kind": "seniority", "employee": "A", "from": "2016-10-01"})
    # 273 days of 5 and 92 of 10 are 2285, in 365 days 6.26 a year.
    assert figures(balances(at, "2026-10")[0])[0] == 6 * 480
    recorded(at, entitled("2026", 100))
    assert figures(balances(at, "2026-10")[0])[0] == 100


@pytest.mark.slow
def test_a_closed_period_shows_the_leave_that_came_late(at: Office) -> None:
    recorded(at, entitled("2026", 960), shift("2026-10-12"))
    at.close("2026-10")
    assert figures(balances(at, "2026-10")[0])[2] == 0
    recorded(at, *leave("L", "2026-10-12"))
    assert figures(balances(at, "2026-10")[0])[2:5] == (480, 0, 480)
    told = explain(at.books(), ExplainRequest("leave_balances", "2026-10", "A", "taken")).node
    assert [(node.value, len(node.facts)) for node in told.walk() if node.term == "leave_on_date"] == [(480, 3)]


@pytest.mark.slow
def test_what_is_left_on_the_last_day_is_settled_before_it_lapses(at: Office) -> None:
    at.clock.move(days=90)
    recorded(at, rules(entitled_types=["annual"], leave_settlement={"annual": "2"}), entitled("2026", 960))
    recorded(
        at, entitled("2025", 100, expires="2026-12-30"), shift("2026-12-14"), *leave("L", "2026-12-14", minutes=30)
    )
    last = {"kind": "leaving", "employee": "A", "last_day": "2026-12-31", "reason": "resigned"}
    recorded(at, last)
    assert left_on_leaving(at, "2026-12") == [("A", "annual", 960)]
    assert left_on_leaving(at, "2026-11") == []
    assert figures(balances(at, "2026-12")[0]) == (960, 100, 30, 70 + 960, 0, 0, 0)
    recorded(at, {**last, "last_day": "2026-12-30"})
    assert left_on_leaving(at, "2026-12") == [("A", "annual", 960 + 70)]
    recorded(at, {**last, "reason": "transferred"})
    assert left_on_leaving(at, "2026-12") == []


@pytest.mark.slow
def test_overdrawn_leave_is_settled_at_nothing(at: Office) -> None:
    recorded(
        at,
        rules(leave_settlement={"annual": "2"}),
        entitled("2026", 400),
        shift("2026-10-12"),
        *leave("L", "2026-10-12"),
    )
    recorded(at, {"kind": "leaving", "employee": "A", "last_day": "2026-10-20", "reason": "resigned"})
    assert left_on_leaving(at, "2026-10") == []


_SPANS = st.lists(
    st.tuples(st.integers(YEAR - 2, YEAR), st.integers(0, 1500), st.integers(-300, 700)),
    max_size=3,
    unique_by=lambda each: each[0],
)
_USES = st.lists(st.tuples(st.integers(0, 3 * 365), st.integers(1, 720)), max_size=12)


def _frames(engine: Engine, grants: Sequence[Grant], uses: Sequence[Use]) -> tuple[Any, Any]:
    given_out = pl.DataFrame(
        [
            ("A", "annual", each.year, each.minutes, day_number(each.first_day), day_number(each.expires), 1)
            for each in grants
        ],
        schema={"employee": pl.String, "type": pl.String}
        | dict.fromkeys(("year", "minutes", "first_day", "expires", "entitlement"), pl.Int64),
        orient="row",
    )
    used = pl.DataFrame(
        [("A", "annual", day_number(each.day), each.minutes) for each in uses],
        schema={"employee": pl.String, "type": pl.String, "day": pl.Int64, "minutes": pl.Int64},
        orient="row",
    )
    return engine.table(given_out), engine.table(used)


@pytest.mark.slow
@given(_SPANS, _USES)
def test_balances_draw_as_the_refusal_does(spans: list[tuple[int, int, int]], used: list[tuple[int, int]]) -> None:
    _assert_drawn_alike(PolarsEngine(), spans, used)


@pytest.mark.slow
def test_balances_draw_alike_on_the_second_engine() -> None:
    spans = [(2024, 300, 500), (2025, 700, 20), (2026, 100, -200)]
    _assert_drawn_alike(DuckDBEngine(), spans, [(5, 200), (370, 400), (750, 500), (760, 90), (1000, 60)])


def _assert_drawn_alike(engine: Engine, spans: list[tuple[int, int, int]], used: list[tuple[int, int]]) -> None:
    grants = [
        Grant(year, minutes, max(date(year, 1, 1), date(year, 12, 31) + timedelta(days=more)))
        for year, minutes, more in spans
    ]
    uses = [Use(date(YEAR - 2, 1, 1) + timedelta(days=day), minutes) for day, minutes in used]
    found = drawn(engine, *_frames(engine, grants, uses), YEAR)
    rows = {row["year"]: row for row in engine.rows(found.grants).to_dicts()}
    whole = drawn_one_by_one(grants, uses)
    assert [grant.minutes - rows[grant.year]["drawn"] for grant in grants] == list(whole.left)
    assert int(engine.rows(found.without)["minutes"].sum()) == whole.without
    before = drawn_one_by_one(grants, [use for use in uses if use.day.year < YEAR])
    assert [grant.minutes - rows[grant.year]["drawn_before"] for grant in grants] == list(before.left)


@pytest.mark.slow
def test_a_shift_that_its_rule_set_does_not_know_is_named_where_leave_was_taken_on_it(at: Office) -> None:
    own = {"X": {"start": "09:00", "end": "17:00", "counted": 480}}
    recorded(
        at, entitled("2026", 960), rules("x", "2027-01", shifts=own), shift("2026-10-12", "X"), shift("2026-10-13")
    )
    recorded(at, *leave("L", "2026-10-13"))
    assert figures(balances(at, "2026-10")[0])[2] == 480
    recorded(at, *leave("M", "2026-10-12"))
    with pytest.raises(RulesError, match="the roster of 2026-10 has shift type 'X'"):
        balances(at, "2026-10")
