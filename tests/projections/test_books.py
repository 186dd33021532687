"""S11.3, S11.4: closed periods show what was frozen; what is late is made good in the first open one."""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from ledger.facts import KINDS
from projections.calendar import day_number
from projections.doubts import late_doubts, supposed_amounts
from projections.effects import SupposedFact, consequences_of
from tests.projections.late_cases import LATE, PERIODS, Late, centre, november
from tests.projections.office import Office, office, pay_of, rows_of, shown
from tests.projections.settling import assert_settled

pytestmark = pytest.mark.slow

OCTOBER, NOVEMBER, DECEMBER, JANUARY = PERIODS
ENDED = {
    OCTOBER: datetime(2026, 11, 2, tzinfo=UTC),
    NOVEMBER: datetime(2026, 12, 2, tzinfo=UTC),
    DECEMBER: datetime(2027, 1, 2, tzinfo=UTC),
    JANUARY: datetime(2027, 2, 2, tzinfo=UTC),
}


@pytest.fixture(scope="module")
def _closed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("closed")
    at = office(folder)
    with at.ledger:
        at.given(*centre(), at=ENDED[OCTOBER])
        assert at.close(OCTOBER) == at.ledger.facts.last_position()
    return folder


@pytest.fixture
def at(_closed: Path, tmp_path: Path) -> Office:
    """An office in which October was closed a moment ago."""
    shutil.copytree(_closed, tmp_path, dirs_exist_ok=True)
    found = office(tmp_path)
    found.clock.now = ENDED[OCTOBER]
    return found


@pytest.mark.parametrize("late", LATE.values(), ids=LATE.keys())
def test_what_is_late_for_october_is_posted_in_november(at: Office, late: Late) -> None:
    with at.ledger:
        before = at.shown(OCTOBER)
        at.given(*late.lines, *november(), at=ENDED[NOVEMBER])

        assert at.shown(OCTOBER) == before
        lines = [(row["employee"], line) for row in at.rows(NOVEMBER, "payroll") for line in row["lines"]]
        assert {
            employee: line["amount"] for employee, line in lines if line["item"] == f"adjustment:{OCTOBER}"
        } == late.pay
        assert {line["clause"] for _, line in lines if line["item"].startswith("adjustment")} <= {"S10.6"}
        hours = at.rows(NOVEMBER, "hours")
        assert {row["employee"]: row["lieu_adjusted"] for row in hours if row["lieu_adjusted"]} == late.lieu
        assert_settled(at, [OCTOBER, NOVEMBER])


@pytest.mark.slow
def test_after_three_closed_periods_with_late_facts_in_each_everyone_has_what_a_replay_gives(at: Office) -> None:
    late = [late for name, late in LATE.items() if name not in ("rules", "sick leave")]
    with at.ledger:
        at.given(*november(), at=ENDED[NOVEMBER])
        for number, period in enumerate((NOVEMBER, DECEMBER, JANUARY)):
            at.given(*(line for each in late[number::3] for line in each.lines), at=ENDED[period])
            assert_settled(at, PERIODS[: number + 2])
            at.close(period)
        assert_settled(at, [*PERIODS, "2027-02"])
        assert not any(pay_of(at.rows("2027-02", "payroll"), "adjustment:").values())


def test_what_a_late_fact_would_add_is_computed_once_at_a_position_and_is_what_it_adds(
    at: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"allowance": "A9", "employee": "E2", "period": OCTOBER, "type": "other", "amount": 700}
    late, day = KINDS["allowance"].model_validate(fields), day_number(date(2026, 10, 12))
    with at.ledger:
        books = at.books()
        found = consequences_of(books, [SupposedFact(late, day)], with_pay=True)
        with monkeypatch.context() as patch:
            patch.setattr(late_doubts, "SupposedBooks", None)
            amounts = supposed_amounts(books, late, day)
        assert amounts == {("E2", OCTOBER): 700} == {(each.employee, each.period): each.fen for each in found.posted}
        assert supposed_amounts(at.books(), late, day) == amounts
        books.forget()
        assert not books.late


def test_what_comes_late_repays_the_deficit_that_it_corrects_and_is_drawn_from_the_bank(at: Office) -> None:
    with at.ledger:
        at.given(*LATE["a punch"].lines, *LATE["a shift that is cleared"].lines, *november(), at=ENDED[NOVEMBER])
        hours = {row["employee"]: row for row in at.rows(NOVEMBER, "hours")}
    shown = {name: (row["lieu_closing"], row["deficit_closing"], row["deficit_overdue"]) for name, row in hours.items()}
    assert shown == {"E1": (0, 0, 0), "E2": (0, 0, 0), "E3": (0, 0, 0)}


def test_somebody_who_left_before_has_a_row_without_base(at: Office) -> None:
    with at.ledger:
        at.given(*LATE["a leaving"].lines, at=ENDED[NOVEMBER])
        row = next(row for row in at.rows(NOVEMBER, "payroll") if row["employee"] == "E1")
    line = {"item": "adjustment:2026-10", "amount": "-1122.58", "clause": "S10.6"}
    assert row == {"employee": "E1", "lines": [line], "total": "-1122.58", "negative": True}


@pytest.mark.slow
def test_a_lieu_difference_rests_while_somebody_has_another_role(at: Office) -> None:
    as_leader = {"kind": "assignment", "employee": "E1", "from": "2026-11-01", "role": "team_leader"}
    back = {**as_leader, "from": "2026-12-01", "role": "csr"}
    with at.ledger:
        at.given(*LATE["a punch"].lines, as_leader, back, at=ENDED[NOVEMBER])
        assert "E1" not in {row["employee"] for row in at.rows(NOVEMBER, "hours")}
        at.close(NOVEMBER)
        found = {row["employee"]: row["lieu_adjusted"] for row in at.rows(DECEMBER, "hours")}
        assert found == {"E1": 480, "E2": 0, "E3": 0}
        at.close(DECEMBER, at=ENDED[DECEMBER])
        assert_settled(at, list(PERIODS))


@pytest.mark.slow
def test_closing_again_after_nothing_came_posts_nothing(at: Office) -> None:
    with at.ledger:
        at.given(*LATE["a base salary"].lines, *LATE["a punch"].lines, at=ENDED[NOVEMBER])
        at.close(NOVEMBER)
        at.close(DECEMBER, at=ENDED[DECEMBER])
        for period in (DECEMBER, JANUARY):
            assert not any(pay_of(at.rows(period, "payroll"), "adjustment:").values())
            assert not any(row["lieu_adjusted"] for row in at.rows(period, "hours"))


@pytest.mark.slow
def test_what_is_late_again_and_again_is_posted_for_each_period_on_its_own(at: Office) -> None:
    raised = {"kind": "base_salary", "employee": "E1", "from": "2026-10-01"}
    with at.ledger:
        at.given(raised | {"monthly": "3000.00"}, at=ENDED[NOVEMBER])
        at.close(NOVEMBER)
        at.given(raised | {"monthly": "2775.00"}, at=ENDED[DECEMBER])
        at.close(DECEMBER)
        at.given(raised | {"monthly": "2175.00"}, at=ENDED[JANUARY])
        row = next(row for row in at.rows(JANUARY, "payroll") if row["employee"] == "E1")
        assert [(line["item"], line["amount"]) for line in row["lines"]] == [
            ("base", "2175.00"),
            ("adjustment:2026-10", "-600.00"),
            ("adjustment:2026-11", "-600.00"),
            ("adjustment:2026-12", "-600.00"),
        ]
        assert_settled(at, list(PERIODS))


@pytest.mark.slow
def test_held_reductions_are_kept_back_until_a_closing_that_posts_them(at: Office) -> None:
    with at.ledger:
        at.given(*LATE["a void"].lines, *LATE["a correction"].lines, *LATE["a review"].lines, at=ENDED[NOVEMBER])
        held = pay_of(rows_of(at.books(held=True), NOVEMBER)["payroll"], "adjustment:")
        assert held == {"E1": 0, "E2": 0, "E3": 0, "L1": 50_000}
        at.close(NOVEMBER, held=True)
        assert pay_of(at.rows(NOVEMBER, "payroll"), "adjustment:") == held
        assert pay_of(at.rows(DECEMBER, "payroll"), "adjustment:") == {"E1": -1, "E2": -5_000, "E3": 0, "L1": 0}
        at.close(DECEMBER, held=True, at=ENDED[DECEMBER])
        at.close(JANUARY, at=ENDED[JANUARY])
        assert pay_of(at.rows(JANUARY, "payroll"), "adjustment:") == {"E1": -1, "E2": -5_000, "E3": 0, "L1": 0}
        assert_settled(at, [*PERIODS, "2027-02"])


def test_lieu_that_is_less_is_posted_although_reductions_of_pay_are_held(at: Office) -> None:
    with at.ledger:
        at.given(*LATE["a shift that is cleared"].lines, at=ENDED[NOVEMBER])
        hours = rows_of(at.books(held=True), NOVEMBER)["hours"]
    assert {row["employee"]: row["lieu_adjusted"] for row in hours} == {"E1": 0, "E2": -480, "E3": 0}


def test_only_the_first_open_period_is_adjusted(at: Office) -> None:
    with at.ledger:
        at.given(*LATE["a base salary"].lines, *LATE["a punch"].lines, at=ENDED[NOVEMBER])
        assert not any(pay_of(at.rows(DECEMBER, "payroll"), "adjustment:").values())
        assert not any(row["lieu_adjusted"] for row in at.rows(DECEMBER, "hours"))


def test_as_of_a_position_before_a_closing_the_books_show_what_was_then_computed(at: Office) -> None:
    with at.ledger:
        closing = at.ledger.facts.last_position()
        at.given(*LATE["a base salary"].lines, at=ENDED[NOVEMBER])
        then, now = {}, at.ledger.facts.last_position()
        for period in (OCTOBER, NOVEMBER):
            then[period] = at.shown(period)
        at.close(NOVEMBER)
        at.given(*LATE["a correction"].lines, *LATE["a shift"].lines, at=ENDED[DECEMBER])
        assert {period: at.shown(period, now) for period in then} == then
        assert at.books(closing - 1).closed == {}
        assert shown(at.books(closing - 1), OCTOBER) == shown(at.replay(closing - 1), OCTOBER)
        assert at.shown(OCTOBER, closing) == then[OCTOBER]


def test_a_replay_is_the_same_whatever_was_closed(at: Office, tmp_path: Path) -> None:
    never = office(tmp_path, "never closed")
    with at.ledger, never.ledger:
        at.given(*LATE["a base salary"].lines, *november(), at=ENDED[NOVEMBER])
        at.close(NOVEMBER)
        never.given(*centre(), *LATE["a base salary"].lines, *november(), at=ENDED[NOVEMBER])
        for period in (OCTOBER, NOVEMBER):
            assert rows_of(at.replay(), period) == rows_of(never.books(), period)


def test_rules_named_by_hand_are_of_a_closed_period_as_it_is_known_now(at: Office) -> None:
    with at.ledger:
        before = at.shown(OCTOBER)
        at.given(*LATE["a shift"].lines, *LATE["rules"].lines, at=ENDED[NOVEMBER])
        by_hand = pay_of(at.rows(OCTOBER, "payroll", rules="V1"), "leave_deduction:absenteeism")
        assert by_hand == {"E1": -20_000, "E2": -20_000, "L1": 0}
        assert pay_of(at.rows(OCTOBER, "payroll", rules="manual"), "leave_deduction:absenteeism")["E1"] == -10_000
        assert at.shown(OCTOBER) == before
