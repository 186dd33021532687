"""S3.9a, S3.10: what of the bank is paid or deducted, worked out by hand, and never twice."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.ruleset import MANUAL
from projections.bank import OF_NONE, Bank, closing_bank, lapsing, overdue
from projections.books import ReportRequest, make_report
from projections.books.closing_state import Beside, FrozenState, state_bytes
from projections.calendar import period_number
from projections.engine import DuckDBEngine, PolarsEngine
from projections.journal import Journal
from projections.month import Month
from projections.settlement import MINUTES
from projections.tables import Tables
from tests.ledger.material import SITE
from tests.manual.shorthand import shifts
from tests.projections.office import Office, office
from tests.projections.settlement_cases import leaving, opening, person, rules
from tests.projections.settling import assert_settled, net_of

ZONE = str(SITE["time_zone"])
JULY, AUGUST, SEPTEMBER, OCTOBER = PERIODS = ("2026-07", "2026-08", "2026-09", "2026-10")
NO_JOURNAL = cast("Journal", None)
"""The bank is computed of what it is given."""
PAYS = {"lieu_settlement": "pay", "lieu_lapse": "pay", "deficit_settlement": "deduct"}


@pytest.fixture
def at(request: pytest.FixtureRequest, tmp_path: Path) -> Office:
    """An office without facts, whose first period is July; every period has one standard day."""
    found = office(tmp_path, engine=getattr(request, "param", PolarsEngine))
    found.clock.now = datetime(2026, 11, 20, tzinfo=UTC)
    days = [{"kind": "period", "period": period, "standard_days": 1} for period in PERIODS]
    found.given({**SITE, "first_period": JULY}, *days)
    return found


def month(at: Office, period: str) -> Month:
    return at.replay().month(period_number(period))


def settled(at: Office, period: str) -> dict[str, tuple[int, ...]]:
    """By employee: surplus, lapsed, lots paid at leaving, deficit deducted."""
    rows = at.engine.rows(month(at, period).settled).select("employee", *MINUTES).iter_rows()
    return {row[0]: row[1:] for row in rows}


def hours(at: Office, period: str, employee: str) -> dict[str, Any]:
    (row,) = [row for row in hours_rows(at, period) if row["employee"] == employee]
    return row


def hours_rows(at: Office, period: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = make_report(at.books(), "hours", ReportRequest(period)).as_json()["rows"]
    return rows


@pytest.mark.slow
def test_who_leaves_is_paid_the_lots_that_are_left_and_those_that_lapse(at: Office) -> None:
    # The lot of 2025-12 lapses in July. In July 1 standard day pro rata: 480 x 15/31 = 232; C gives 480: lot 248.
    at.given(rules(**PAYS), *person("A"), opening("A", p_2025_12=120, p_2026_05=100), leaving("A", "2026-07-15"))
    at.given(*shifts("A 2026-07-02 C in 09:30 out 18:00", ZONE))
    assert settled(at, JULY) == {"A": (0, 120, 348, 0)}
    assert (hours(at, JULY, "A")["lieu_earned"], hours(at, JULY, "A")["lieu_closing"]) == (248, 0)


@pytest.mark.slow
def test_a_transfer_takes_the_bank_along_and_is_paid_only_what_lapses(at: Office) -> None:
    at.given(rules(**PAYS), *person("A"), opening("A", 0, p_2025_12=120, p_2026_05=300))
    at.given(*person("B"), opening("B", 600), *(leaving(each, "2026-07-31", "transferred") for each in "AB"))
    # A: 300 - 480 of the due: 180 are owed. B: 600 + 480.
    assert settled(at, JULY) == {"A": (0, 120, 0, 0)}
    assert [hours(at, JULY, each)["deficit_closing"] for each in "AB"] == [180, 1080]


@pytest.mark.slow
@pytest.mark.parametrize("at", [PolarsEngine, DuckDBEngine], indirect=True)
def test_a_bank_that_rests_and_was_never_opened_is_settled_at_leaving(at: Office) -> None:
    at.given(rules(**PAYS))
    for number, reason in (("Q", "resigned"), ("T", "transferred")):
        at.given(*person(number, "qa"), opening(number, 90, p_2025_11=50, p_2026_06=60))
        at.given(leaving(number, "2026-08-31", reason))
    assert settled(at, JULY) == {}
    assert settled(at, AUGUST) == {"Q": (0, 50, 60, 90), "T": (0, 50, 0, 0)}
    assert hours_rows(at, AUGUST) == []


@pytest.mark.slow
def test_by_the_defaults_nothing_is_settled(at: Office) -> None:
    at.given(*person("A"), opening("A", 30, p_2025_12=120, p_2026_05=100), leaving("A", "2026-07-31"))
    at.given(*person("Q", "qa"), opening("Q", 90, p_2025_11=50), leaving("Q", "2026-07-31"))
    assert settled(at, JULY) == {}
    # 100 are drawn of the 480 that are missing: 380, and 30 before.
    assert (hours(at, JULY, "A")["lieu_closing"], hours(at, JULY, "A")["deficit_closing"]) == (0, 410)


@pytest.mark.slow
def test_a_surplus_that_is_paid_repays_first_and_makes_no_lot(at: Office) -> None:
    at.given(rules(surplus="pay"), *person("A"), opening("A", 100))
    at.given(*shifts("A 2026-07-02 R in 08:30 out 20:30", ZONE))
    # 660 - 480 = 180, of which 100 repay.
    assert settled(at, JULY) == {"A": (80, 0, 0, 0)}
    row = hours(at, JULY, "A")
    assert (row["difference"], row["lieu_earned"], row["lieu_closing"], row["deficit_closing"]) == (180, 0, 0, 0)


@pytest.mark.slow
def test_by_the_hour_a_difference_moves_nothing_but_lots_lapse_and_leave_draws(at: Office) -> None:
    contract = {"kind": "contract", "employee": "A", "from": "2026-01-01", "day_minutes": 240, "pay": "hourly"}
    at.given(rules(surplus="pay"), *person("A"), contract | {"rate": "30.00"})
    at.given(opening("A", 70, p_2025_12=120, p_2026_05=500))
    at.given(*shifts("A 2026-07-06 C\nA 2026-07-07 R in 08:30 out 20:30", ZONE))
    leave = {"kind": "leave", "leave": "L", "employee": "A", "type": "lieu", "first_date": "2026-07-06"}
    at.given(leave | {"last_date": "2026-07-06", "requested_on": "2026-07-01"})
    decision = {"kind": "leave_decision", "leave": "L", "decision": "approved", "by": "M"}
    at.given(decision | {"at": "2026-07-01T09:00:00+08:00"})
    row = hours(at, JULY, "A")
    # Due 1 x 240; worked 660 + 480 of the bank.
    assert (row["due"], row["worked"], row["difference"]) == (240, 1140, 900)
    assert (row["lieu_lapsed"], row["lieu_drawn"], row["lieu_closing"]) == (120, 480, 20)
    assert (row["deficit_closing"], row["deficit_overdue"]) == (70, 70)
    assert settled(at, JULY) == {}


@pytest.mark.slow
@pytest.mark.parametrize("at", [PolarsEngine, DuckDBEngine], indirect=True)
def test_a_deficit_is_overdue_by_its_age_and_the_oldest_is_repaid_first(at: Office) -> None:
    at.given(rules(deficit_periods=2), *person("A"), opening("A", 50))
    at.given(*shifts("A 2026-09-02 R in 08:30 out 20:30", ZONE))
    # July and August leave 480 each. September: 180 repay the opening's 50 and 130 of July: 350 of July are 2 old.
    assert [hours(at, period, "A")["deficit_overdue"] for period in PERIODS[:3]] == [50, 50, 350]
    assert [hours(at, period, "A")["deficit_closing"] for period in PERIODS[:3]] == [530, 1010, 830]


@pytest.mark.slow
def test_due_and_standard_minutes_follow_the_contract_of_each_date(tmp_path: Path) -> None:
    at = office(tmp_path)
    at.clock.now = datetime(2026, 11, 20, tzinfo=UTC)
    at.given({**SITE, "first_period": "2026-04"}, *person("A"))
    contract = {"kind": "contract", "employee": "A", "from": "2026-04-16", "day_minutes": 240, "pay": "monthly"}
    leave = {"kind": "leave", "leave": "L", "employee": "A", "type": "annual", "first_date": "2026-04-13"}
    decision = {"kind": "leave_decision", "leave": "L", "decision": "approved", "by": "M"}
    at.given(contract, leave | {"last_date": "2026-04-19", "requested_on": "2026-04-01"})
    at.given(decision | {"at": "2026-04-01T09:00:00+08:00"})
    # 22 days x (15 x 480 + 15 x 240) / 30; of 22 weekdays 13, 14, 15 have 480, and 16, 17 have 240.
    row = hours(at, "2026-04", "A")
    assert (row["due"], row["worked"]) == (7920, 3 * 480 + 2 * 240)


@pytest.mark.slow
def test_minutes_on_holidays_that_are_paid_apart_are_taken_off_worked(at: Office) -> None:
    at.given(rules(holiday_in_worked=False), *person("A"), {"kind": "holiday", "date": "2026-07-02", "name": "H"})
    at.given(*shifts("A 2026-07-02 C in 09:30 out 18:00\nA 2026-07-03 C in 09:30 out 18:00", ZONE))
    assert hours(at, JULY, "A")["worked"] == 480


@pytest.mark.slow
def test_a_leaving_that_is_recorded_late_or_withdrawn_settles_once(at: Office) -> None:
    at.given(rules(**PAYS, lieu_settlement_multiple="1.5"), *person("A"), opening("A", p_2026_05=700))
    at.given(*person("B"), opening("B", p_2026_06=600), leaving("B", "2026-07-31"))
    at.close(JULY)
    at.given(leaving("A", "2026-07-31"), leaving("B", None))
    # A: 700 - 480 = 220; B: 600 - 480 = 120 x 200/480 x 1.5 = 75.00 is taken back, and is in the bank again.
    assert settled(at, JULY) == {"A": (0, 0, 220, 0)}
    assert hours(at, AUGUST, "B")["lieu_adjusted"] == 120
    assert_settled(at, (JULY, AUGUST))


@pytest.mark.slow
def test_what_is_adjusted_is_settled_with_the_rest(at: Office) -> None:
    at.given(rules(**PAYS), *person("A"), leaving("A", "2026-08-31"))
    at.close(JULY)
    at.given(*shifts("A 2026-07-02 R in 08:30 out 20:30\nA 2026-08-02 C in 09:30 out 18:00", ZONE))
    books = at.books().month(period_number(AUGUST))
    # July had a deficit of 480, its replay a lot of 180: 660 repay 480, and 180 are paid.
    assert hours(at, AUGUST, "A")["lieu_adjusted"] == 660
    assert at.engine.rows(books.settled).select(MINUTES).row(0) == (0, 0, 180, 0)
    assert hours(at, AUGUST, "A")["lieu_closing"] == 0


@pytest.mark.slow
def test_a_closing_state_from_before_tells_deficits_by_what_the_hours_call_overdue(at: Office) -> None:
    at.given(*person("A"), opening("A", 50))
    august = month(at, AUGUST)
    content = state_bytes(august, august.tables, version=2)
    beside = Beside(period_number(AUGUST), dict, lambda: {"A": 530})

    def replayed() -> Month:
        raise AssertionError("not asked for")

    state = FrozenState(content, august.tables, beside, replayed)
    rows = at.engine.rows(state.bank.deficits).sort("owed_in").rows()
    assert rows == [("A", OF_NONE, 530), ("A", period_number(AUGUST), 480)]
    assert state_bytes(august, august.tables, version=2) == content


MINUTE = st.integers(0, 2000)
LOTS = st.dictionaries(st.integers(100, 110), st.integers(1, 900), max_size=5)


@st.composite
def balances(draw: st.DrawFn) -> dict[str, Any]:
    """A bank, and what a period does to it, within what it has."""
    lots, deficits, expires = draw(LOTS), draw(LOTS), draw(st.integers(98, 112))
    available = sum(minutes for earned, minutes in lots.items() if earned >= expires)
    drawn = draw(st.integers(0, available))
    repaid = draw(st.integers(0, sum(deficits.values())))
    earned, own = draw(MINUTE), draw(MINUTE) if not repaid else 0
    gained, lost = draw(st.sampled_from([(draw(MINUTE), 0), (0, draw(MINUTE))]))
    left, owed = available - drawn + earned, sum(deficits.values()) - repaid + own
    adjusted_drawn = draw(st.integers(0, left)) if lost else 0
    adjusted_repaid = draw(st.integers(0, owed)) if gained else 0
    row = {"available": available, "lieu_drawn": drawn, "lieu_earned": earned, "repaid": repaid, "own_deficit": own}
    row |= {"gained": gained, "lost": lost, "adjusted_drawn": adjusted_drawn, "adjusted_repaid": adjusted_repaid}
    row |= {"employee": "A", "rests": False, "pays_lots": draw(st.booleans()), "deducts_deficit": draw(st.booleans())}
    return {"lots": lots, "deficits": deficits, "expires": expires, "row": row}


@pytest.mark.slow
@given(balances())
def test_what_a_bank_had_is_drawn_lapsed_settled_or_left_each_minute_once(case: dict[str, Any]) -> None:
    tables, row = Tables(NO_JOURNAL, PolarsEngine()), case["row"]
    opened = Bank(
        tables.made_of({"employee": pl.String, "earned": pl.Int64, "minutes": pl.Int64}, _rows(case["lots"])),
        tables.made_of({"employee": pl.String, "owed_in": pl.Int64, "deficit": pl.Int64}, _rows(case["deficits"])),
        tables.made_of({"employee": pl.String}, [("A",)]),
    )
    balance = tables.engine.table(pl.DataFrame([row]))
    here = lapsing(opened.lots, balance, case["expires"], MANUAL)
    bank = closing_bank(tables, opened, here, balance, 111)
    left = row["available"] - row["lieu_drawn"] + row["lieu_earned"] + row["gained"] - row["adjusted_drawn"]
    owed = sum(case["deficits"].values()) - row["repaid"] + row["own_deficit"] + row["lost"] - row["adjusted_repaid"]
    net = Counter({"A": 0 if row["pays_lots"] else left})
    net["A"] -= 0 if row["deducts_deficit"] else owed
    assert net_of(bank) == {employee: minutes for employee, minutes in net.items() if minutes}
    assert bank.moved is not None
    assert bank.made_up is not None
    for lot in tables.engine.rows(bank.moved).to_dicts():
        rest = lot["minutes"] - lot["lapsed"] - lot["drawn"] - lot["settled"]
        assert min(rest, lot["lapsed"], lot["drawn"], lot["settled"]) >= 0
        assert not (row["pays_lots"] and rest)
    for each in tables.engine.rows(bank.made_up).to_dicts():
        assert each["deficit"] >= each["repaid"] + each["settled"]
    assert _late(tables, bank, balance, 1) <= owed
    assert _late(tables, bank, balance, 2) <= _late(tables, bank, balance, 1)


def _rows(amounts: dict[int, int]) -> list[tuple[str, int, int]]:
    return [("A", number, minutes) for number, minutes in amounts.items()]


def _late(tables: Tables, bank: Bank, people: Any, deficit_periods: int) -> int:
    return sum(tables.engine.rows(overdue(bank, people, 111, deficit_periods))["deficit_overdue"])
