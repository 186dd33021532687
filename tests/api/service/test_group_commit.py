"""Group commit: requests share commits, are answered after theirs, and do not hurt each other."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from api.service.concurrency import group_commit
from api.service.concurrency.group_commit import LINES_AT_ONCE, GroupCommit
from ledger.appends.append import Outcome
from ledger.appends.incoming_facts import Incoming, read_incoming
from ledger.appends.submissions import Submission, Taken
from ledger.facts.attendance import Clock
from ledger.facts.prepared_fact import Read
from ledger.ledger import Ledger, LedgerError
from ledger.refusal import StoreUnavailableError
from tests.api.asking import PATIENCE
from tests.api.event_loop import finished
from tests.ledger.material import PUNCH, given, punches, refusal, when
from tests.ledger.stores import Stores

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


def punch(name: object) -> dict[str, Any]:
    return {**PUNCH, "device": str(name)}


def lines(*told: Incoming) -> Submission:
    return Submission([read_incoming(line) for line in told])


@contextmanager
def closing(group: GroupCommit) -> Iterator[GroupCommit]:
    try:
        yield group
    finally:
        group.close()


async def entered(gate: Gate) -> None:
    assert await asyncio.to_thread(gate.entered.wait, PATIENCE)


async def begun(group: GroupCommit, *submissions: Submission) -> list["asyncio.Task[Taken]"]:
    """The submissions, handed in and waiting."""
    tasks = [asyncio.create_task(group.record(submission)) for submission in submissions]
    await asyncio.sleep(0)
    return tasks


def test_what_comes_in_during_a_commit_shares_the_next_one() -> None:
    gate = Gate()

    async def work() -> None:
        with closing(GroupCommit(gate)) as group:
            (first,) = await begun(group, lines(punch("first")))
            await entered(gate)
            others = await begun(group, *(lines(punch(number), punch(f"{number}+")) for number in range(100)))
            assert not first.done()
            gate.opened.set()
            answers = await asyncio.gather(*others)
            statuses = [[outcome.status for outcome in answer.outcomes] for answer in answers]
            assert statuses == [[f"{n}", f"{n}+"] for n in range(100)]

    finished(work())
    assert [len(commit) for commit in gate.commits] == [1, 200]


def test_a_commit_takes_a_bounded_number_of_lines() -> None:
    gate = Gate()

    async def work() -> None:
        with closing(GroupCommit(gate)) as group:
            first = await begun(group, lines(punch("first")))
            await entered(gate)
            others = await begun(group, *(lines(punch(number)) for number in range(LINES_AT_ONCE + 5)))
            gate.opened.set()
            await asyncio.gather(*first, *others)

    finished(work())
    assert [len(commit) for commit in gate.commits] == [1, LINES_AT_ONCE, 5]


def test_who_comes_when_too_much_waits_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_commit, "WAITING", 3)
    gate = Gate()

    async def work() -> None:
        with closing(GroupCommit(gate)) as group:
            first = await begun(group, lines(punch("first")))
            await entered(gate)
            others = await begun(group, *(lines(punch(number)) for number in range(3)))
            with pytest.raises(StoreUnavailableError, match="send it again later"):
                await group.record(lines(punch("late")))
            gate.opened.set()
            await asyncio.gather(*first, *others)

    finished(work())
    assert [len(commit) for commit in gate.commits] == [1, 3]


def test_a_batch_that_fails_is_done_again_one_by_one_so_that_one_does_not_hurt_the_others() -> None:
    gate = Gate()

    async def work() -> None:
        with closing(GroupCommit(gate)) as group:
            await begun(group, lines(punch("first")))
            await entered(gate)
            one, bad, two = await begun(group, *(lines(punch(name)) for name in ("one", BAD, "two")))
            gate.opened.set()
            assert (await one).outcomes[0].status == "one"
            assert (await two).outcomes[0].status == "two"
            with pytest.raises(ValueError, match="a bad line"):
                await bad

    finished(work())
    assert gate.commits == [["first"], ["one", BAD, "two"], ["one"], [BAD], ["two"]]


def test_where_the_store_cannot_be_reached_all_are_told_at_once() -> None:
    gate = Gate(StoreUnavailableError("gone"))

    async def work() -> None:
        with closing(GroupCommit(gate)) as group:
            await begun(group, lines(punch("first")))
            await entered(gate)
            answers = await begun(group, *(lines(punch(name)) for name in ("one", BAD)))
            gate.opened.set()
            for answer in answers:
                with pytest.raises(StoreUnavailableError):
                    await answer

    finished(work())
    assert len(gate.commits) == 2


def test_what_was_cancelled_before_its_commit_is_not_recorded() -> None:
    gate = Gate()

    async def work() -> None:
        with closing(GroupCommit(gate)) as group:
            await begun(group, lines(punch("first")))
            await entered(gate)
            cancelled, kept = await begun(group, lines(punch("cancelled")), lines(punch("kept")))
            cancelled.cancel()
            await asyncio.sleep(0)
            gate.opened.set()
            await kept

    finished(work())
    assert gate.commits == [["first"], ["kept"]]


def test_who_is_answered_finds_the_fact_on_the_ledger(ledger: Ledger, stores: Stores) -> None:
    given(ledger)

    async def work() -> None:
        with closing(GroupCommit(ledger.transactions.take)) as group, stores.open() as other:

            async def record(line: dict[str, Any]) -> int:
                (outcome,) = (await group.record(lines(line))).outcomes
                assert outcome.position is not None
                (found,) = other.facts.page(outcome.position - 1, 1)
                assert found.id == outcome.id
                return outcome.position

            positions = await asyncio.gather(*(record(line) for line in punches(200)))
            assert sorted(positions) == list(range(4, 204))

    finished(work())


def test_a_refused_line_is_refused_to_its_caller_only(ledger: Ledger) -> None:
    given(ledger)
    told = (punch(1), {**PUNCH, "employee": "Z"}, b"{", punch(1), punch(2))

    async def work() -> None:
        with closing(GroupCommit(ledger.transactions.take)) as group:
            answers = await asyncio.gather(*(group.record(lines(line)) for line in told))
            outcomes = [answer.outcomes[0] for answer in answers]
            statuses = [outcome.status for outcome in outcomes]
            assert statuses == ["accepted", "rejected", "rejected", "duplicate", "accepted"]
            assert "unknown_employee" in refusal(outcomes[1])

    finished(work())


def test_who_was_erased_does_not_hurt_the_others(ledger: Ledger, stores: Stores) -> None:
    given(ledger)
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:A'", b"")
    note = {"kind": "violation", "date": "2026-10-12", "note": "x"}
    notes = [{**note, "violation": name, "employee": name} for name in ("B", "A")]

    async def work(reopened: Ledger) -> None:
        with closing(GroupCommit(reopened.transactions.take)) as group:
            one, erased = await begun(group, *(lines(each) for each in notes))
            assert (await one).outcomes[0].status == "accepted"
            with pytest.raises(LedgerError, match="was destroyed"):
                await erased

    with stores.open() as reopened:
        finished(work(reopened))
        assert when(reopened, **notes[0]).status == "duplicate"
        assert reopened.facts.last_position() == 4
