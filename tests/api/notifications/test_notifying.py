"""People are told what waits for them: once, in their language, with nothing of what it says, and no one else."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.auth.delegations import Delegations
from api.auth.teams import Teams
from api.change_feed import Tail
from api.notifications import channels, outbox
from api.notifications.carrier import Carrier
from api.notifications.channels import Form, NewChannel
from api.notifications.intake import Intake
from api.notifications.notifier import GATHERED, Notifier
from api.words.language import Language
from ledger.facts.effects import Notice
from ledger.ledger import Ledger
from tests.api.notifications.mailbox import Mailbox, mailbox
from tests.ledger.material import COLLEAGUE, Hands, given

LEADER = {**COLLEAGUE, "employee": "L", "name": "王五", "role": "team_leader"}
MANAGER = {**LEADER, "employee": "M", "name": "赵六", "role": "manager", "team": "T9"}
ELSEWHERE = {**LEADER, "employee": "X", "name": "孙七", "team": "T2"}
LEAVE = {
    "kind": "leave",
    "leave": "L-77",
    "employee": "A",
    "type": "sick",
    "first_date": "2026-12-03",
    "last_date": "2026-12-03",
    "requested_on": "2026-11-23",
    "reason": "肠胃炎",
}
pytestmark = pytest.mark.any_engine
AT = "2026-11-23T16:00:00+08:00"


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mailbox() as found:
        yield found


class Told:
    """A notifier, and people who have confirmed an address: their number before @centre.example."""

    def __init__(self, ledger: Ledger, box: Mailbox, clock: Hands) -> None:
        self.ledger, self.box, self.clock = ledger, box, clock
        self.notifier = self.another()

    def another(self) -> Notifier:
        """One more worker."""
        carrier = Carrier(self.box.settings(), "https://work.centre.example", ["127.0.0.1"])
        teams = Teams(self.ledger)
        delegations = Delegations(self.ledger, teams)
        return Notifier(self.ledger, lambda: Intake(self.ledger, teams, delegations), Tail(self.ledger), carrier)

    def hears(self, *people: str, language: Language = Language.ENGLISH, notices: list[Notice] | None = None) -> None:
        """These people are told from now on."""
        self.notifier.send_due()
        with self.ledger.transactions.keeping() as (cursor, now):
            for each in people:
                chosen = list(Notice) if notices is None else notices
                new = NewChannel(each, Form.EMAIL, "", language, chosen, f"{each}@centre.example")
                channels.confirm(cursor, channels.add(cursor, self.notifier.addresses, new, each, now), now)

    def when(self, *facts: dict[str, Any]) -> None:
        """These facts are recorded."""
        outcomes = self.ledger.record(facts)
        assert not [each.refusal for each in outcomes if each.refusal]

    def later(self, by: timedelta = GATHERED) -> None:
        """Time goes by, and what is due is sent."""
        self.notifier.send_due()
        self.clock.now += by
        self.notifier.send_due()

    def text(self, person: str) -> str:
        """The one message that somebody was sent."""
        (found,) = self.box.texts(f"{person}@centre.example")
        return str(found)

    def messages(self) -> dict[str, int]:
        """How many messages each person was sent."""
        found: dict[str, int] = {}
        for each in self.box.mails:
            person = str(each["To"]).partition("@")[0]
            found[person] = found.get(person, 0) + 1
        return found

    def states(self, person: str) -> dict[str, int]:
        """How far what a person is told has come."""
        with self.ledger.transactions.looking() as (cursor, _now):
            channel = channels.of_person(cursor, person)
            return {} if channel is None else outbox.counts(cursor, channel.id)


@pytest.fixture
def told(ledger: Ledger, box: Mailbox, clock: Hands) -> Iterator[Told]:
    given(ledger, LEADER, MANAGER, ELSEWHERE)
    found = Told(ledger, box, clock)
    yield found
    found.notifier.close()


def test_a_request_waits_for_those_who_may_decide_it_and_the_decision_is_told_to_whom_it_is_of(told: Told) -> None:
    told.hears("A", "B", "L", "M", "X")
    told.when({**LEAVE, "recorded_by": "A"})
    told.later()
    assert told.messages() == {"L": 1, "M": 1}
    assert "New requests that wait for you: 1; the first by 2026-12-03." in told.text("L")
    told.when({"kind": "leave_decision", "leave": "L-77", "decision": "approved", "by": "L", "at": AT})
    told.later()
    assert told.messages() == {"L": 1, "M": 1, "A": 1}
    assert "Your requests that were decided: 1." in told.text("A")


def test_whoever_decides_for_a_leader_who_is_away_is_told_as_long_as_it_lasts(told: Told) -> None:
    told.hears("X", "L")
    delegation = {"kind": "delegation", "employee": "L", "to": "X", "from": "2026-11-23", "until": "2026-11-25"}
    told.when({**delegation, "what": ["leave"], "by": "L"})
    told.later()
    assert "Decisions are handed over to you until 2026-11-25." in told.text("X")
    told.when({**LEAVE, "recorded_by": "A"})
    told.later()
    assert told.messages() == {"X": 2, "L": 1}
    told.clock.now += timedelta(days=3)
    told.when({**LEAVE, "leave": "L-78", "recorded_by": "A", "first_date": "2026-12-04", "last_date": "2026-12-04"})
    told.later()
    assert told.messages() == {"X": 2, "L": 2}


def test_a_message_says_nothing_of_what_it_is_about(told: Told) -> None:
    told.hears("A", "L", language=Language.CHINESE)
    told.when({**LEAVE, "recorded_by": "A"})
    told.later()
    told.when(
        {"kind": "leave_decision", "leave": "L-77", "decision": "rejected", "by": "L", "at": AT, "reason": "人手不足"}
    )
    told.later()
    for each in told.box.mails:
        whole = f"{each['Subject']} {each.get_content()}"
        # The address itself, and the link, which is opaque, aside.
        for secret in ("L-77", "张三", "王五", "sick", "病假", "肠胃炎", "人手不足", "驳回", "rejected"):
            assert secret not in whole
        assert "https://work.centre.example/notifications/" in whole
    assert "您的申请已有处理结果：1" in told.text("A")


def test_what_was_decided_meanwhile_is_not_told(told: Told) -> None:
    told.hears("L")
    told.when({**LEAVE, "recorded_by": "A"})
    told.notifier.send_due()
    told.when({"kind": "leave_decision", "leave": "L-77", "decision": "approved", "by": "M", "at": AT})
    told.later()
    assert (told.messages(), told.states("L")) == ({}, {"dropped": 1})


def test_what_was_voided_meanwhile_is_not_told(told: Told) -> None:
    told.hears("B")
    told.when({"kind": "violation", "violation": "V1", "employee": "B", "date": "2026-11-23", "note": "x"})
    told.notifier.send_due()
    told.when({"kind": "void", "of_kind": "violation", "of": "V1", "reason": "wrong person", "by": "HR"})
    told.later()
    assert (told.messages(), told.states("B")) == ({}, {"dropped": 1})


def test_a_burst_is_one_message_with_ones_own_shifts_from_today_on(told: Told) -> None:
    told.hears("A", "B")
    days = [f"2026-11-{day:02d}" for day in range(20, 31)]
    told.when(*({"kind": "shift", "employee": "A", "date": day, "shift": "R"} for day in days))
    told.when({"kind": "shift", "employee": "A", "date": "2026-11-30", "shift": None})
    told.later()
    assert told.messages() == {"A": 1}
    text = told.text("A")
    assert "2026-11-23 R" in text
    assert "2026-11-22" not in text
    assert "2026-11-30 off" in text


def test_nobody_is_told_of_what_they_did_or_did_not_choose(told: Told) -> None:
    told.hears("A", notices=[Notice.ROSTER])
    told.hears("L")
    task = {"kind": "task", "task": "t1", "title": "secret", "to": ["A", "L"], "by": "L", "at": AT}
    told.when(task)
    told.later()
    assert told.messages() == {}


def test_a_task_is_told_when_it_is_new_and_when_it_is_due_unless_it_is_done(told: Told) -> None:
    told.hears("A", "B")
    told.when(
        {
            "kind": "task",
            "task": "t1",
            "title": "secret",
            "to": ["A", "B"],
            "by": "L",
            "at": AT,
            "due_date": "2026-11-26",
        }
    )
    told.later()
    assert "New: task, due 2026-11-26." in told.text("A")
    told.when(
        {
            "kind": "task_step",
            "task": "t1",
            "at": "2026-11-24T09:00:00+08:00",
            "employee": "B",
            "status": "done",
            "by": "B",
        }
    )
    told.later(timedelta(days=3))
    assert told.messages() == {"A": 2, "B": 1}
    assert "Due: task, 2026-11-26." in told.box.texts("A@centre.example")[1]


def test_a_promise_that_was_moved_is_due_later(told: Told) -> None:
    told.hears("A")
    promise = {
        "kind": "promise",
        "promise": "p1",
        "employee": "A",
        "made_at": AT,
        "due_at": "2026-11-24T12:00:00+08:00",
    }
    told.when({**promise, "recorded_by": "L"})
    moved = {"kind": "promise_update", "promise": "p1", "at": "2026-11-24T09:00:00+08:00", "status": "moved", "by": "A"}
    told.later()
    told.when({**moved, "due_at": "2026-11-25T12:00:00+08:00"})
    told.later(timedelta(hours=20))
    assert told.messages() == {"A": 1}
    told.later(timedelta(days=1))
    assert told.messages() == {"A": 2}


def test_nothing_is_told_of_before_the_address_was_confirmed(told: Told) -> None:
    told.when({**LEAVE, "recorded_by": "A"})
    told.hears("L")
    told.later()
    assert told.messages() == {}


def test_whoever_has_left_or_was_erased_is_told_nothing(told: Told) -> None:
    told.hears("A", "B")
    told.when({"kind": "leaving", "employee": "A", "last_day": "2026-11-22", "reason": "resigned"})
    told.when({"kind": "instruction", "instruction": "i1", "title": "x", "text": "y", "at": AT, "by": "M"})
    told.later()
    assert told.messages() == {"B": 1}


def refused_at_first(box: Mailbox) -> None:
    box.answers[:] = ["451 not now"]


def without_an_answer(box: Mailbox) -> None:
    box.answers[:] = ["hang up"]


def without_a_mailbox(box: Mailbox) -> None:
    box.no_recipients = True


@pytest.mark.parametrize(
    ("trouble", "arrived", "state"),
    [(refused_at_first, 1, "delivered"), (without_an_answer, 1, "unknown"), (without_a_mailbox, 0, "dead")],
    ids=["refused at first", "without an answer", "without a mailbox"],
)
def test_a_message_is_sent_again_where_it_cannot_have_arrived_and_never_twice(
    told: Told, trouble: Callable[[Mailbox], None], arrived: int, state: str
) -> None:
    told.hears("L")
    told.when({**LEAVE, "recorded_by": "A"})
    trouble(told.box)
    told.later()
    told.later(timedelta(hours=1))
    told.later(timedelta(hours=3))
    assert len(told.box.mails) == arrived
    assert told.states("L") == {state: 1}


def test_a_worker_that_ends_while_it_sends_leaves_what_may_have_arrived(told: Told, clock: Hands) -> None:
    told.hears("L")
    told.when({**LEAVE, "recorded_by": "A"})
    told.notifier.send_due()
    clock.now += GATHERED
    with told.ledger.transactions.keeping() as (cursor, now):
        channel = channels.of_person(cursor, "L")
        assert channel is not None
        assert outbox.begin(cursor, channel, now)
    other = told.another()
    other.send_due()
    assert told.states("L") == {"sending": 1}
    clock.now += timedelta(minutes=6)
    other.send_due()
    assert (told.messages(), told.states("L")) == ({}, {"unknown": 1})
    other.close()


@pytest.mark.both_engines
def test_two_workers_tell_everyone_once(told: Told) -> None:
    told.hears("A", "B")
    other = told.another()
    for number in range(3):
        told.when({"kind": "instruction", "instruction": f"i{number}", "title": "x", "text": "y", "at": AT, "by": "M"})
        other.send_due()
        told.later()
        other.send_due()
    assert told.messages() == {"A": 3, "B": 3}
    other.close()
