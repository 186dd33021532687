"""S11: two ways to see a period differ by causes; each cause's share is what re-running with and without it gives."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from projections.comparison import Comparison, Coordinates, compare, what_if, without_facts
from projections.journal import View
from projections.replay import Replay
from tests.ledger.material import SITE
from tests.manual.shorthand import people, scores, shifts
from tests.projections.late_cases import LATE, PERIODS, ZONE, centre, november
from tests.projections.office import Office, office, pay_of, rows_of
from tests.projections.sides import Amounts, amounts_of, amounts_of_side, compared, less

pytestmark = pytest.mark.slow
OCTOBER, NOVEMBER, DECEMBER, _ = PERIODS
ENDED = {OCTOBER: datetime(2026, 11, 2, tzinfo=UTC), NOVEMBER: datetime(2026, 12, 2, tzinfo=UTC)}
LATE_NAMES = ("a base salary", "annual leave", "a punch", "a void", "a review", "what makes no figure")


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """October is closed; facts came late, and a rule set was adopted late."""
    found = office(tmp_path_factory.mktemp("compared"))
    found.given(*centre(), at=ENDED[OCTOBER])
    found.close(OCTOBER)
    found.given(*(line for name in LATE_NAMES for line in LATE[name].lines), at=ENDED[NOVEMBER])
    found.given(rules("V1", absenteeism_multiple="2", missing_punch="planned"), rules("V2", missing_punch="planned"))
    found.given(*november())
    with found.ledger:
        yield found


def rules(version: str, **parameters: str) -> dict[str, object]:
    line = {"kind": "rules", "version": version, "effective_period": "2027-06", "reason": "to try out"}
    return line | {"parameters": parameters}


def share(comparison: Comparison, cause: int) -> Amounts:
    """What one cause makes of every line."""
    return {
        (each.employee, each.item): part.amount
        for each in comparison.differences
        for part in each.shares
        if part.cause == cause
    }


@pytest.mark.parametrize("period", [OCTOBER, NOVEMBER])
def test_books_and_replay_differ_by_what_came_late_and_nothing_else(at: Office, period: str) -> None:
    last = at.ledger.facts.last_position()
    found = compared(at, period, Coordinates("books", last), Coordinates("replay", last))
    kinds = {(cause.kind, cause.how, cause.late) for cause in found.causes}
    if period == OCTOBER:
        assert {("fact", "recorded", True), ("fact", "voided", True)} == kinds
        assert [cause.name for cause in found.causes] == [
            "base_salary",
            "leave_decision",
            "clock",
            "void",
            "behaviour_review",
        ]
    else:
        assert kinds == {("adjustment", "", False), ("fact", "recorded", True)}


def test_each_facts_share_is_the_replay_with_it_less_the_replay_before_it(at: Office) -> None:
    closing, last = at.books().closed[period_of(at)].closing.position, at.ledger.facts.last_position()
    found = compared(at, OCTOBER, Coordinates("books", closing), Coordinates("replay", last))
    for number, cause in enumerate(found.causes):
        assert cause.kind == "fact"
        with_it, before_it = (
            replayed(at, View(position, seen_at=last)) for position in (cause.positions[-1], cause.positions[0] - 1)
        )
        assert share(found, number) == less(with_it, before_it), cause


def test_without_the_last_cause_a_replay_is_that_of_the_step_before(at: Office) -> None:
    last = at.ledger.facts.last_position()
    cause = next(cause for cause in at_october(at).causes if cause.name == "behaviour_review")
    without = frozenset(cause.positions)
    found = compared(at, OCTOBER, Coordinates("replay", last, without=without), Coordinates("replay", last))
    assert [(cause.kind, cause.name, cause.how) for cause in found.causes] == [("fact", "behaviour_review", "excluded")]
    assert share(found, 0) == {("L1", "monthly_bonus"): 50_000}
    lost = without_facts(at.reader, at.engine, OCTOBER, last, without)
    assert lost.changes() == {"L1": -50_000}
    assert (lost.cost, lost.winners, lost.losers) == (-50_000, 0, 1)


def test_each_parameters_share_is_that_of_a_rule_set_with_it_alone(at: Office) -> None:
    then = at.books().closed[period_of(at)].closing.position
    found = compared(at, OCTOBER, Coordinates("replay", then), Coordinates("replay", then, rules="V1"))
    own, one, both = (
        amounts_of_side(at, OCTOBER, Coordinates("replay", then, rules=version)) for version in ("manual", "V2", "V1")
    )
    assert [(cause.kind, cause.name, cause.before, cause.after) for cause in found.causes] == [
        ("rules", "missing_punch", "zero", "planned"),
        ("rules", "absenteeism_multiple", "1.00", "2.00"),
    ]
    assert share(found, 0) == less(one, own) == {("E1", "lieu_bank"): 480}
    assert share(found, 1) == less(both, one) == {("E2", "leave_deduction:absenteeism"): -10_000}


def test_rules_named_for_a_closed_period_are_told_from_what_came_late(at: Office) -> None:
    last = at.ledger.facts.last_position()
    found = compared(at, OCTOBER, Coordinates("books", last), Coordinates("books", last, rules="V1"))
    assert {cause.kind for cause in found.causes} == {"rules", "fact"}


def test_what_if_is_the_difference_of_two_plain_reports(at: Office) -> None:
    books = at.books()
    for period in (OCTOBER, NOVEMBER):
        proposed = books.rules_named("V1")
        told = what_if(books, period, proposed)
        own, other = (pay_of(at.rows(period, "payroll", rules=version)) for version in ("manual", "V1"))
        assert told.changes() == {each: other[each] - own[each] for each in own if other[each] != own[each]}
        assert told.cost == sum(other.values()) - sum(own.values())


def test_leaving_facts_out_is_the_difference_of_two_replays(at: Office) -> None:
    last = at.ledger.facts.last_position()
    out = frozenset(range(at.books().closed[period_of(at)].closing.position + 1, last + 1))
    told = without_facts(at.reader, at.engine, OCTOBER, last, out)
    views = (View(last), View(last, without=out))
    own, other = (pay_of(rows_of(Replay(at.reader.view(view), at.engine), OCTOBER)["payroll"]) for view in views)
    assert told.changes() == {each: other[each] - own[each] for each in own if other[each] != own[each]}


def test_time_that_went_by_is_a_cause_of_its_own(tmp_path: Path) -> None:
    at = office(tmp_path)
    with at.ledger:
        at.given(*centre(), *shifts("E1 2026-11-25 C", ZONE), at=datetime(2026, 11, 20, tzinfo=UTC))
        before = at.ledger.facts.last_position()
        at.given(*LATE["a void"].lines, at=ENDED[NOVEMBER])
        after = at.ledger.facts.last_position()
        found = compared(at, NOVEMBER, Coordinates("replay", before), Coordinates("replay", after))
        assert [cause.kind for cause in found.causes] == ["time"]
        # Absent, 480 are due no more: the deficit of the planned shift's 480 is gone with them.
        assert share(found, 0) == {("E1", "leave_deduction:absenteeism"): -10_000, ("E1", "lieu_bank"): 480}


# First of one: 100.00 of the manual, as no percentage holds.
def test_star_rules_adopted_late_for_a_closed_quarter_are_told_as_rules(tmp_path: Path) -> None:
    at = office(tmp_path)
    tiers = [{"total": "60.00", "within_percent": None, "amount": "900"}]
    late = {"kind": "rules", "version": "V1", "effective_period": DECEMBER, "parameters": {"star_tiers": tiers}}
    totals = [{"period": period, "total": 80, "behaviour": 80} for period in (OCTOBER, NOVEMBER)]
    brought = {"kind": "opening", "employee": "E1", "lots": [], "deficit": 0, "error_free_periods": 0, "totals": totals}
    december = scores(f"E1 {DECEMBER} call 80 work 80 behaviour 80")
    site = SITE | {"first_period": DECEMBER}
    with at.ledger:
        at.given(site, *people("E1 csr"), brought, *december, at=datetime(2027, 1, 2, tzinfo=UTC))
        at.close(DECEMBER)
        before = at.ledger.facts.last_position()
        at.given(late | {"reason": "another reading"})
        last = at.ledger.facts.last_position()
        found = compared(at, "2027-01", Coordinates("books", before), Coordinates("books", last))
        assert [(cause.kind, cause.name) for cause in found.causes] == [("rules", "star_tiers")]
        assert share(found, 0) == {("E1", "star"): 80_000}


def test_star_rules_of_a_quarter_before_the_ledger_are_told_as_rules(tmp_path: Path) -> None:
    at = office(tmp_path)
    tiers = [{"total": "60.00", "within_percent": None, "amount": "900"}]
    late = {"kind": "rules", "version": "V1", "effective_period": "2026-09", "parameters": {"star_tiers": tiers}}
    totals = [{"period": period, "total": 80, "behaviour": 80} for period in ("2026-07", "2026-08", "2026-09")]
    brought = {"kind": "opening", "employee": "E1", "lots": [], "deficit": 0, "error_free_periods": 0, "totals": totals}
    with at.ledger:
        at.given(SITE, *people("E1 csr"), brought, at=ENDED[OCTOBER])
        before = at.ledger.facts.last_position()
        at.given(late | {"reason": "another reading"})
        found = compared(
            at, OCTOBER, Coordinates("replay", before), Coordinates("replay", at.ledger.facts.last_position())
        )
        assert [(cause.kind, cause.name) for cause in found.causes] == [("rules", "star_tiers")]
        assert share(found, 0) == {("E1", "star"): 80_000}


# The automatic punch of 08:00 is nearer to the end of the night, 08:30, than to 09:30; not than to 05:00.
def test_rules_of_the_next_period_that_take_a_punch_are_told_as_rules(tmp_path: Path) -> None:
    at = office(tmp_path)
    kinds = {
        "C": {"start": "05:00", "end": "13:30", "counted": 480},
        "W": {"start": "20:30", "end": "08:30", "counted": 720},
    }
    next_month = {"kind": "rules", "version": "V1", "effective_period": NOVEMBER, "parameters": {"shifts": kinds}}
    punched = shifts("E1 2026-10-31 W in 20:30 auto 08:00+1\nE1 2026-11-01 C", "Asia/Shanghai")
    with at.ledger:
        at.given(SITE, *people("E1 csr"), *punched, at=ENDED[NOVEMBER])
        before = at.ledger.facts.last_position()
        at.given(next_month | {"reason": "earlier"})
        last = at.ledger.facts.last_position()
        found = compared(at, OCTOBER, Coordinates("replay", before), Coordinates("replay", last))
        assert [(cause.kind, cause.name) for cause in found.causes] == [("rules", "shifts")]
        assert share(found, 0) == {("E1", "night_allowance"): -1_000, ("E1", "lieu_bank"): -690}


def at_october(at: Office) -> Comparison:
    last = at.ledger.facts.last_position()
    return compare(at.reader, at.engine, OCTOBER, Coordinates("books", last), Coordinates("replay", last))


def period_of(at: Office) -> int:
    """The month number of the one closed period."""
    (number,) = at.books().closed
    return number


def replayed(at: Office, view: View) -> Amounts:
    return amounts_of(Replay(at.reader.view(view), at.engine).reported(OCTOBER))
