"""What a decision would do is what it does once it is recorded, and nothing of it is recorded before."""

from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import pytest

from ledger.facts.base import Fact
from ledger.facts.complaints import ComplaintUpdate
from ledger.facts.leave import LeaveDecision
from ledger.ledger import RecordedFact
from ledger.refusal import RulesError
from projections.books import Books, ReportRequest, make_report
from projections.calendar import period_number, period_text
from projections.effects import RequestedLeave, RequestedSwap, complaint_effect, leave_effects, swap_effects
from projections.effects.leaves import LeaveEffect
from projections.effects.rounds import attended_month
from projections.effects.swaps import SwapEffect
from projections.exclusions import absent
from projections.hypothesis import Hypothesis, SupposedBooks
from projections.journal import View
from projections.pools import COMPONENTS
from tests.generated import make_centre, periods_of
from tests.generated.late import after
from tests.projections.office import Office, office, shown

AT = datetime.fromisoformat("2027-03-01T09:00:00+08:00")
SCORES = (*COMPONENTS, "total")
SEEDS = (2, 3, 4, 6)
_DECIDED = ("leave_decision", "swap_decision", "complaint_update")


def undecided(folder: Path, seed: int) -> Office:
    """An office that is asked for leaves, swaps and complaints that nobody decided; the first period may be closed."""
    lines = make_centre(seed, 5, 2)
    first, last = periods_of(lines, 2)
    waiting = [line for line in lines if line["kind"] not in _DECIDED or line.get("decision") == "accepted"]
    at = office(folder)
    at.record(*waiting, at=after(first, lines[0], 9))
    if seed % 2:
        # A made-up centre may have a period that no report can be made of.
        with suppress(RulesError):
            at.close(first)
    # What was decided on every third leave before is part of what the others are beside.
    decided = [line for number, line in enumerate(lines) if line["kind"] in _DECIDED and number % 3 == 0]
    at.record(*decided, at=after(last, lines[0], 4))
    return at


def facts(at: Office, kind: str) -> list[RecordedFact]:
    return at.ledger.facts.select(0, 100_000, [kind], None, at.ledger.facts.last_position())


def decided(at: Office, base: Books, **line: Any) -> tuple[Books | None, list[Fact]]:
    """The books with a decision that is recorded, beside all that was there before; None where it is refused."""
    start = at.ledger.facts.last_position()
    if at.record({"by": "M", "at": AT.isoformat(), "ref": f"effect-{start}", **line}) != ["accepted"]:
        return None, []
    also = frozenset(range(start + 1, at.ledger.facts.last_position() + 1))
    journal = at.reader.view(View(base.journal.position, also=also, seen_at=base.journal.position))
    return Books(journal, at.engine), [each.fact for each in at.ledger.facts.at(also)]


def rows(month: Any, frame: Any, employee: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = month.tables.engine.rows(frame.filter(nw.col("employee") == employee)).to_dicts()
    return found


def left(books: Books, number: int, employee: str) -> tuple[int, int] | None:
    """What the hours of a period leave of the bank, and what of leave it did not cover."""
    found = rows(books.month(number), books.month(number).hours, employee)
    return next(
        ((row["lieu_opening"] - row["lieu_lapsed"] - row["drawn_by_leave"], row["lieu_leave"] - row["drawn_by_leave"])
         for row in found), None)  # fmt: skip


def assert_leave(effect: LeaveEffect, position: int, before: Books, then: Books) -> None:
    """The effect of a leave is the difference between two reports."""
    employee, taken, absence, bank = effect.leave.employee, [], {}, {}
    for number in sorted(period_number(period) for period in {*effect.absence, *effect.bank} | _touched(effect, then)):
        month, earlier = attended_month(then, number), attended_month(before, number)
        own = [row for row in rows(month, month.attendance.absences, employee) if row["request"] == position]
        taken += sorted((row["day"], row["minutes"]) for row in own)
        days = [next((row["absent"] for row in rows(each, absent(each.attendance.absences, each.rules), employee)), 0)
                for each in (earlier, month)]  # fmt: skip
        if days[0] != days[1] or (own and effect.leave.type in month.rules.absence_kinds):
            absence[period_text(number)] = (*days, month.rules.absence_limit)
        if own and effect.hours == "bank" and number not in then.closed:
            banks = [left(books, number, employee) for books in (before, then)]
            if banks[0] is not None and banks[1] is not None:
                bank[period_text(number)] = (banks[0][0], banks[1][0], banks[1][1] - banks[0][1])
    assert [(each.day, each.minutes) for each in effect.taken] == taken
    assert effect.absence == absence
    assert effect.bank == bank


def _touched(effect: LeaveEffect, books: Books) -> set[str]:
    cycle = books.journal.site.cycle
    days = range(effect.leave.first_date.toordinal(), effect.leave.last_date.toordinal() + 1)
    numbers = {cycle.period_of((date.fromordinal(day) - date(1970, 1, 1)).days) for day in days}
    return {period_text(number) for number in numbers if books.first_period <= number <= books.journal.last_period()}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_effect_of_an_approved_leave_is_the_difference_of_two_reports(seed: int, tmp_path: Path) -> None:
    at = undecided(tmp_path, seed)
    with at.ledger:
        base, asked = at.books(), facts(at, "leave")
        effects = leave_effects(base, [RequestedLeave(each.position, each.fact) for each in asked], AT)  # type: ignore[arg-type]
        for recorded, effect in zip(asked, effects, strict=True):
            then, _ = decided(at, base, kind="leave_decision", leave=effect.leave.leave, decision="approved")
            if then is not None and effect.problem is None:
                assert_leave(effect, recorded.position, base, then)
        assert sum(bool(each.taken) for each in effects) > 2


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 3, 5, 11])
def test_the_effect_of_an_approved_swap_is_the_difference_of_two_reports(seed: int, tmp_path: Path) -> None:
    at = undecided(tmp_path, seed)
    seen = 0
    with at.ledger:
        for recorded in facts(at, "swap"):
            base = at.books()
            (effect,) = swap_effects(base, [RequestedSwap(recorded.fact, lambda *_: True)])  # type: ignore[arg-type]
            then, written = decided(at, base, kind="swap_decision", swap=effect.swap.swap, decision="approved")
            if then is None:
                continue
            entries = [(each.employee, each.date, each.shift) for each in written if each.kind == "shift"]  # type: ignore[attr-defined]
            assert entries == [(each.employee, each.date, each.shift) for each in effect.exchange.entries]
            assert effect.exchange.is_possible
            if effect.problem is None:
                assert effect.minutes == counted_change(effect, base, then)
                seen += bool(effect.minutes)
    assert seen


def counted_change(effect: SwapEffect, before: Books, then: Books) -> dict[tuple[str, str], int]:
    """By employee and period, by how much the counted minutes of the shifts of the attendance report change."""
    found: dict[tuple[str, str], int] = {}
    cycle = before.journal.site.cycle
    for change in effect.changes:
        number = cycle.period_of((change.date - date(1970, 1, 1)).days)
        full = []
        for books in (before, then):
            month = attended_month(books, number)
            full.append(sum(row["full"] for row in rows(month, month.attendance.shifts, change.employee)))
        found[change.employee, period_text(number)] = full[1] - full[0]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_the_effect_of_a_verdict_is_the_difference_of_two_score_reports(seed: int, tmp_path: Path) -> None:
    at = undecided(tmp_path, seed)
    with at.ledger:
        base, complaints = at.books(), facts(at, "complaint")
        assert complaints
        for number, recorded in enumerate(complaints):
            complaint: Any = recorded.fact
            status = ("upheld", "dismissed", "upheld", "withdrawn")[number % 4]
            update: dict[str, Any] = {"complaint": complaint.complaint, "status": status}
            if (
                not base.first_period
                <= base.journal.site.cycle.period_of((complaint.date - date(1970, 1, 1)).days)
                <= base.journal.last_period()
            ):
                continue
            effect = complaint_effect(base, complaint, ComplaintUpdate(**update, at=AT, by="M"))  # type: ignore[arg-type]
            then, _ = decided(at, base, kind="complaint_update", **update)
            assert then is not None
            assert effect is not None
            request = ReportRequest(effect.period)
            sides = [make_report(books, "scores", request).narrowed([complaint.employee]).table.to_dicts()
                     for books in (base, then)]  # fmt: skip
            shown_scores = [{name: row[0].get(name) if row else None for name in SCORES} for row in sides]
            assert [effect.before, effect.after] == shown_scores


@pytest.mark.slow
def test_supposed_facts_make_every_report_that_recorded_ones_make(tmp_path: Path) -> None:
    at = undecided(tmp_path, 4)
    with at.ledger:
        base, waiting = at.books(), facts(at, "leave")[0]
        leave: Any = waiting.fact
        end = at.ledger.facts.last_position()
        decision: dict[str, Any] = {"leave": leave.leave, "decision": "approved", "by": "M", "at": AT}
        supposed = SupposedBooks(
            base, Hypothesis([LeaveDecision(**decision)], (leave.first_date - date(1970, 1, 1)).days)
        )
        periods = [period_text(number) for number in range(base.first_period, base.journal.last_period() + 1)]
        found = {period: shown(supposed, period) for period in periods}
        assert at.ledger.facts.last_position() == end
        then, _ = decided(at, base, kind="leave_decision", leave=leave.leave, decision="approved")
        assert then is not None
        assert found == {period: shown(then, period) for period in periods}
        assert any(found[period] != shown(base, period) for period in periods)
