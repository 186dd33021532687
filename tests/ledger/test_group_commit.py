"""Group commit: callers share commits, are answered after theirs, and do not hurt each other."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from ledger.append import Outcome
from ledger.facts.attendance import Clock
from ledger.facts.prepared import Read
from ledger.group_commit import LINES_AT_ONCE, GroupCommit
from ledger.incoming import Incoming, read_incoming
from ledger.ledger import Ledger, LedgerError
from ledger.refusal import StoreUnavailableError
from ledger.submissions import Submission, Taken
from tests.ledger.material import PUNCH, given, punches, refusal, when
from tests.ledger.stores import Stores

PATIENCE = 60
"""Seconds after which what should have come has not."""
BAD = "bad"


class Gate:
    """A commit that waits to be let through, and fails where a line is bad."""

    def __init__(self, error: Exception | None = None) -> None:
        self.entered = threading.Event()
        self.opened = threading.Event()
        self.commits: list[list[str]] = []
        self._error = error or ValueError("a bad line")

    def __call__(self, submissions: Sequence[Submission]) -> list[Taken]:
        self.entered.set()
        assert self.opened.wait(PATIENCE)
        self.commits.append([device(line) for submission in submissions for line in submission.lines])
        if BAD in self.commits[-1]:
            raise self._error
        return [Taken([Outcome(device(line)) for line in submission.lines]) for submission in submissions]


def device(line: Read) -> str:
    assert line.prepared is not None
    assert isinstance(line.prepared.fact, Clock)
    return str(line.prepared.fact.device)


def lines(*given: Incoming) -> Submission:
    return Submission([read_incoming(line) for line in given])


def punch(name: object) -> dict[str, Any]:
    return {**PUNCH, "device": str(name)}


def test_what_comes_in_during_a_commit_shares_the_next_one() -> None:
    gate = Gate()
    with GroupCommit(gate) as group:
        first = group.submit(lines(punch("first")))
        assert gate.entered.wait(PATIENCE)
        others = [group.submit(lines(punch(number), punch(f"{number}+"))) for number in range(100)]
        assert not first.done()
        gate.opened.set()
        answers = [other.result(PATIENCE) for other in others]
    assert [len(commit) for commit in gate.commits] == [1, 200]
    assert [[outcome.status for outcome in answer.outcomes] for answer in answers] == [
        [f"{n}", f"{n}+"] for n in range(100)
    ]


def test_a_commit_takes_a_bounded_number_of_lines() -> None:
    gate = Gate()
    with GroupCommit(gate) as group:
        answers = [group.submit(lines(punch("first")))]
        assert gate.entered.wait(PATIENCE)
        answers += [group.submit(lines(punch(number))) for number in range(LINES_AT_ONCE + 5)]
        gate.opened.set()
        for answer in answers:
            answer.result(PATIENCE)
    assert [len(commit) for commit in gate.commits] == [1, LINES_AT_ONCE, 5]


def test_a_batch_that_fails_is_done_again_one_by_one_so_that_one_does_not_hurt_the_others() -> None:
    gate = Gate()
    with GroupCommit(gate) as group:
        group.submit(lines(punch("first")))
        assert gate.entered.wait(PATIENCE)
        one, bad, two = (group.submit(lines(punch(name))) for name in ("one", BAD, "two"))
        gate.opened.set()
        assert one.result(PATIENCE).outcomes[0].status == "one"
        assert two.result(PATIENCE).outcomes[0].status == "two"
        with pytest.raises(ValueError, match="a bad line"):
            bad.result(PATIENCE)
    assert gate.commits == [["first"], ["one", BAD, "two"], ["one"], [BAD], ["two"]]


def test_where_the_store_cannot_be_reached_all_are_told_at_once() -> None:
    gate = Gate(StoreUnavailableError("gone"))
    with GroupCommit(gate) as group:
        group.submit(lines(punch("first")))
        assert gate.entered.wait(PATIENCE)
        answers = [group.submit(lines(punch(name))) for name in ("one", BAD)]
        gate.opened.set()
        for answer in answers:
            with pytest.raises(StoreUnavailableError):
                answer.result(PATIENCE)
    assert len(gate.commits) == 2


def test_what_was_cancelled_before_its_commit_is_not_recorded() -> None:
    gate = Gate()
    with GroupCommit(gate) as group:
        group.submit(lines(punch("first")))
        assert gate.entered.wait(PATIENCE)
        cancelled, kept = group.submit(lines(punch("cancelled"))), group.submit(lines(punch("kept")))
        assert cancelled.cancel()
        gate.opened.set()
        kept.result(PATIENCE)
    assert gate.commits == [["first"], ["kept"]]


def test_closing_answers_what_was_handed_in_and_takes_no_more() -> None:
    gate = Gate()
    gate.opened.set()
    group = GroupCommit(gate)
    answers = [group.submit(lines(punch(number))) for number in range(50)]
    group.close()
    assert all(answer.done() for answer in answers)
    with pytest.raises(LedgerError, match="being closed"):
        group.submit(lines(punch("late")))
    group.close()


def test_who_is_answered_finds_the_fact_on_the_ledger(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    with ledger.group_commit() as group, stores.open() as other, ThreadPoolExecutor(8) as pool:

        def record(line: dict[str, Any]) -> int:
            (outcome,) = group.record([line])
            assert outcome.position is not None
            (found,) = other.facts(outcome.position - 1, 1)
            assert found.id == outcome.id
            return outcome.position

        assert sorted(pool.map(record, punches(200))) == list(range(4, 204))


def test_a_refused_line_is_refused_to_its_caller_only(ledger: Ledger) -> None:
    given(ledger)
    with ledger.group_commit() as group:
        answers = [
            group.submit(lines(line)) for line in (punch(1), {**PUNCH, "employee": "Z"}, b"{", punch(1), punch(2))
        ]
        outcomes = [answer.result(PATIENCE).outcomes[0] for answer in answers]
    assert [outcome.status for outcome in outcomes] == ["accepted", "rejected", "rejected", "duplicate", "accepted"]
    assert "unknown_employee" in refusal(outcomes[1])


def test_who_was_erased_does_not_hurt_the_others(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:A'", b"")
    note = {"kind": "violation", "date": "2026-10-12", "note": "x"}
    with stores.open() as reopened, reopened.group_commit() as group:
        notes = [{**note, "violation": name, "employee": name} for name in ("B", "A")]
        one, erased = [group.submit(lines(each)) for each in notes]
        assert one.result(PATIENCE).outcomes[0].status == "accepted"
        with pytest.raises(LedgerError, match="was destroyed"):
            erased.result(PATIENCE)
        assert when(reopened, **notes[0]).status == "duplicate"
        assert reopened.last_position() == 4
