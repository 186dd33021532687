"""The history of an employee and of a workflow: everything recorded, in order, and what became of it."""

import io
from datetime import date
from typing import Any

import pytest

from ledger.closing import Frozen
from ledger.history import FactStanding, History, HistoryEntry, Word
from ledger.ledger import Ledger
from ledger.refusal import LedgerError
from tests.ledger.material import EMPLOYEE, PUNCH, Hands, given, kinds_of, when
from tests.ledger.stores import Stores

AT = "2026-10-14T09:00:00+08:00"
EXAM = {"kind": "exam", "exam": "e1", "employee": "A", "date": "2026-10-12", "score": 80}
SWAP = {
    "kind": "swap",
    "swap": "s1",
    "requester": "A",
    "requester_date": "2026-10-12",
    "counterparty": "B",
    "counterparty_date": "2026-10-13",
    "at": "2026-10-10T09:00:00+08:00",
}
MONITORING = {
    "kind": "monitoring",
    "monitoring": "m1",
    "employee": "A",
    "evaluator": "Q",
    "date": "2026-10-12",
    "channel": "phone",
    "score": 80,
}
LEAVE = {
    "kind": "leave",
    "leave": "l1",
    "employee": "A",
    "type": "sick",
    "first_date": "2026-10-12",
    "last_date": "2026-10-13",
    "requested_on": "2026-10-11",
}
COMPLAINT = {"kind": "complaint", "complaint": "c1", "employee": "A", "date": "2026-10-12", "summary": "等待过久"}
DISPUTE = {"kind": "dispute", "dispute": "d1", "employee": "A", "at": AT, "text": "不同意"}
BRIEFING = {"kind": "briefing", "briefing": "b1", "team": "T1", "at": AT, "leader": "L", "attendees": ["A", "B"]}
HANDOVER = {"kind": "handover", "handover": "h1", "team": "T1", "at": AT, "from_leader": "B", "to_leader": "A"}


def shift(name: str | None, employee: str = "A", day: int = 12) -> dict[str, Any]:
    return {"kind": "shift", "employee": employee, "date": f"2026-10-{day}", "shift": name}


def void(of_kind: str, of: str) -> dict[str, Any]:
    return {"kind": "void", "of_kind": of_kind, "of": of, "by": "M", "reason": "记错了"}


def step(kind: str, minute: int = 0, **fields: Any) -> dict[str, Any]:
    """A step of the workflow of that kind in the material above."""
    opener = kind.rpartition("_")[0]
    number = {"swap": "s1", "leave": "l1", "monitoring": "m1", "complaint": "c1", "dispute": "d1"}[opener]
    return {"kind": kind, opener: number, "at": f"2026-10-15T09:{minute:02}:00+08:00", "by": "M", **fields}


def close(ledger: Ledger, period: str) -> int:
    return ledger.closings.close(period, "M", lambda _position, _at: Frozen("manual", "0", "2026a", {}, b""))


def positions(history: History) -> list[int]:
    return [entry.position for entry in history.entries]


def kinds(history: History) -> list[str]:
    return [entry.fact.kind for entry in history.entries]


def at(history: History, position: int) -> HistoryEntry:
    return next(entry for entry in history.entries if entry.position == position)


def standings(history: History) -> list[tuple[str, int | None, str | None]]:
    """What became of every entry but the employee itself."""
    found = [entry.standing for entry in history.entries if entry.fact.kind != "employee"]
    return [(standing.word.value, standing.by, standing.outcome) for standing in found]


STANDS = ("stands", None, None)


def test_an_employees_history_is_everything_recorded_of_that_employee_in_order(ledger: Ledger) -> None:
    given(ledger, PUNCH, {**PUNCH, "employee": "B"}, shift("R"), EXAM)
    assert positions(ledger.facts.history("A")) == [2, 4, 6, 7]
    assert kinds(ledger.facts.history("B")) == ["employee", "clock"]


def test_business_time_stands_beside_recording_time_both_in_the_sites_time_zone(ledger: Ledger, clock: Hands) -> None:
    clock.move(hours=3)
    given(
        ledger,
        {**PUNCH, "at": "2026-10-12T16:30:00Z"},
        EXAM,
        {**LEAVE, "ref": "r1"},
        step("leave_decision", decision="approved"),
    )
    _, punch, exam, _, decision = ledger.facts.history("A").entries
    assert punch.recorded_at.isoformat() == "2026-11-23T19:00:00+08:00"
    assert punch.business_time is not None
    assert punch.business_time.isoformat() == "2026-10-13T00:30:00+08:00"
    assert (punch.business_date, punch.period) == (date(2026, 10, 13), "2026-10")
    assert (exam.business_date, exam.business_time) == (date(2026, 10, 12), None)
    assert (decision.business_date, decision.business_time) == (date(2026, 10, 12), None), "the leave's first date"


def test_an_entry_has_its_content_in_the_interchange_format(ledger: Ledger) -> None:
    given(ledger, {**EXAM, "recorded_by": "M", "reason": "补考", "source": "sheet", "ref": "r1", "ext": {"x": 1}})
    entry = ledger.facts.history("A").entries[-1].as_json()
    assert entry["fields"] == {name: value for name, value in EXAM.items() if name != "kind"} | {
        "score": "80.00", "ref": "r1", "recorded_by": "M", "reason": "补考", "source": "sheet", "ext": {"x": 1},
    }  # fmt: skip
    common = {name: entry[name] for name in ("kind", "recorded_by", "reason", "source", "ref")}
    assert common == {"kind": "exam", "recorded_by": "M", "reason": "补考", "source": "sheet", "ref": "r1"}
    assert entry["id"] == ledger.facts.page(3)[0].id
    assert (entry["position"], entry["recorded_at"]) == (4, "2026-11-23T16:00:00.000000+08:00")


def test_a_later_entry_of_the_roster_supersedes_the_earlier_one(ledger: Ledger) -> None:
    given(ledger, shift("R"), shift("C"), shift("C", day=13), shift(None))
    history = ledger.facts.history("A")
    assert standings(history) == [("superseded", 5, None), ("superseded", 7, None), STANDS, STANDS]
    assert [entry.supersedes for entry in history.entries] == [None, None, 4, None, 5]


def test_an_employee_who_was_recorded_again_is_superseded(ledger: Ledger) -> None:
    given(ledger, {**EMPLOYEE, "name": "张三丰"})
    history = ledger.facts.history("A")
    assert [entry.standing for entry in history.entries] == [FactStanding(Word.SUPERSEDED, 4), FactStanding()]
    assert history.name == "张三丰"


def test_what_is_voided_by_ref_id_or_number_says_so_and_the_void_says_what_it_voids(ledger: Ledger) -> None:
    given(ledger, {**PUNCH, "ref": "p1"}, {**PUNCH, "device": "g2"}, EXAM)
    by_id = ledger.facts.page(4, 1)[0].id
    for line in (void("clock", "p1"), void("clock", by_id), void("exam", "e1")):
        assert when(ledger, **line).status == "accepted"
    history = ledger.facts.history("A")
    assert standings(history) == [("voided", 7, None), ("voided", 8, None), ("voided", 9, None), *[STANDS] * 3]
    assert [at(history, position).voids for position in (7, 8, 9)] == [4, 5, 6]


def test_the_first_void_of_a_fact_is_the_one_that_holds(ledger: Ledger) -> None:
    given(ledger, {**EXAM, "ref": "r1"}, void("exam", "r1"), void("exam", "e1"))
    history = ledger.facts.history("A")
    assert standings(history) == [("voided", 5, None), STANDS, STANDS]
    assert [at(history, position).voids for position in (5, 6)] == [4, 4]


def test_a_void_speaks_of_what_was_recorded_before_it(ledger: Ledger) -> None:
    given(ledger, EXAM, void("exam", "e1"), {**EXAM, "ref": "e1"}, {**EXAM, "ref": "r2"})
    assert standings(ledger.facts.history("A")) == [("voided", 5, None), STANDS, STANDS, STANDS]
    elsewhere = {**BRIEFING, "attendees": ["B"]}
    for line in (elsewhere, void("briefing", "b1"), {**BRIEFING, "ref": "r1"}):
        assert when(ledger, **line).status == "accepted"
    assert kinds(ledger.facts.history("A"))[-2:] == ["exam", "briefing"]
    assert standings(ledger.facts.history("A"))[-1] == STANDS
    assert standings(ledger.facts.history("B")) == [("voided", 9, None), STANDS, STANDS]


def test_a_swap_with_its_decisions_and_roster_entries_is_in_the_history_of_both(ledger: Ledger) -> None:
    given(
        ledger,
        {**EMPLOYEE, "employee": "C"},
        shift("R"),
        SWAP,
        step("swap_decision", decision="accepted"),
        step("swap_decision", decision="approved"),
    )
    assert kinds(ledger.facts.history("A"))[1:] == ["shift", "swap", "swap_decision", "swap_decision", "shift"]
    assert kinds(ledger.facts.history("B"))[1:] == ["swap", "swap_decision", "swap_decision", "shift"]
    assert standings(ledger.facts.history("A"))[0] == ("superseded", 9, None)
    assert kinds(ledger.facts.history("C")) == ["employee"]


def test_who_was_at_a_briefing_or_a_handover_has_it_in_the_history(ledger: Ledger) -> None:
    given(ledger, BRIEFING, HANDOVER, {**BRIEFING, "briefing": "b2", "attendees": [], "leader": "A"})
    assert positions(ledger.facts.history("A")) == [2, 4, 5, 6]
    assert positions(ledger.facts.history("B")) == [3, 4, 5]


def test_a_voided_briefing_says_so_to_everyone_who_was_there(ledger: Ledger) -> None:
    # The ref of one is the number of the other, and a ref goes before a number.
    given(ledger, BRIEFING, {**BRIEFING, "briefing": "b9", "attendees": ["B"], "ref": "b1"}, void("briefing", "b1"))
    assert standings(ledger.facts.history("A")) == [STANDS]
    assert standings(ledger.facts.history("B")) == [STANDS, ("voided", 6, None), STANDS]


@pytest.mark.parametrize("number", ["A%", "A_", "a", "A!", '"A"', "A\\", "甲", "'A'", "A?"])
def test_an_employee_number_is_compared_as_it_is(ledger: Ledger, number: str) -> None:
    assert number != "A"
    other = {**EMPLOYEE, "employee": number}
    given(ledger, other, BRIEFING, {**BRIEFING, "briefing": "b2", "attendees": [number]})
    assert positions(ledger.facts.history(number)) == [4, 6]
    assert positions(ledger.facts.history("A")) == [2, 5]


def test_a_monitoring_is_revised_or_withdrawn_by_the_last_word(ledger: Ledger) -> None:
    revision = step("monitoring_revision", reason="复听", score=90)
    given(ledger, MONITORING, revision)
    assert standings(ledger.facts.history("A")) == [("revised", 5, None), STANDS]
    withdrawn = step("monitoring_revision", 1, reason="复听", withdrawn=True)
    assert when(ledger, **withdrawn).status == "accepted"
    history = ledger.facts.history("m1", "monitoring")
    assert standings(history) == [("withdrawn", 6, None), ("withdrawn", 6, None), STANDS]
    assert [entry.follows for entry in history.entries] == [None, 4, 4]


def test_a_leave_is_decided_by_its_last_decision(ledger: Ledger) -> None:
    given(ledger, LEAVE, step("leave_decision", decision="approved"), step("leave_decision", decision="cancelled"))
    cancelled = ("decided", 6, "cancelled")
    assert standings(ledger.facts.history("l1", "leave")) == [cancelled, cancelled, STANDS]


def test_a_complaint_is_followed_until_it_is_decided(ledger: Ledger) -> None:
    given(ledger, COMPLAINT, step("complaint_update", status="escalated"))
    assert standings(ledger.facts.history("A")) == [("followed", 5, "escalated"), STANDS]
    assert when(ledger, **step("complaint_update", 1, status="followed_up")).status == "accepted"
    assert standings(ledger.facts.history("A")) == [("followed", 6, "followed_up"), STANDS, STANDS]
    for minute, status in enumerate(("dismissed", "upheld", "followed_up"), 2):
        assert when(ledger, **step("complaint_update", minute, status=status)).status == "accepted"
    upheld = ("decided", 8, "upheld")
    assert standings(ledger.facts.history("c1", "complaint")) == [upheld, STANDS, STANDS, upheld, STANDS, STANDS]


def test_a_dispute_that_was_withdrawn_says_so(ledger: Ledger) -> None:
    given(ledger, DISPUTE, step("dispute_decision", decision="withdrawn", reason="看过录音"))
    assert standings(ledger.facts.history("d1", "dispute")) == [("withdrawn", 5, None), STANDS]


def test_a_swaps_history_has_the_roster_entries_of_its_approval_and_what_became_of_them(ledger: Ledger) -> None:
    given(
        ledger,
        shift("R"),
        SWAP,
        step("swap_decision", decision="accepted"),
        step("swap_decision", decision="approved"),
        shift("W"),
        {**shift("C", "B", 14), "source": "swap s1"},
    )
    history = ledger.facts.history("s1", "swap")
    assert positions(history) == [5, 6, 7, 8, 9]
    approved = ("decided", 7, "approved")
    assert standings(history) == [approved, STANDS, STANDS, ("superseded", 10, None), STANDS]
    assert at(history, 8).supersedes == 4


def test_a_swap_that_was_only_accepted_is_followed(ledger: Ledger) -> None:
    given(ledger, SWAP, step("swap_decision", decision="accepted"))
    assert standings(ledger.facts.history("s1", "swap")) == [("followed", 5, "accepted"), STANDS]


def test_a_fact_recorded_after_its_period_was_closed_is_late(ledger: Ledger) -> None:
    given(ledger, {"kind": "period", "period": "2026-10"}, EXAM)
    closing = close(ledger, "2026-10")
    for line in ({**EXAM, "exam": "e2"}, {**EXAM, "exam": "e3", "date": "2026-11-01"}, void("exam", "e1")):
        assert when(ledger, **line).status == "accepted"
    history = ledger.facts.history("A")
    assert [(entry.position, entry.late_after) for entry in history.entries] == [
        (2, None), (5, None), (7, closing), (8, None), (9, closing),
    ]  # fmt: skip
    assert [entry.late_after for entry in ledger.facts.history("A", position=closing).entries] == [None, None]


def test_a_periods_history_has_its_settings_and_its_closing(ledger: Ledger) -> None:
    given(ledger, {"kind": "period", "period": "2026-10"}, {"kind": "period", "period": "2026-10", "standard_days": 20})
    close(ledger, "2026-10")
    assert when(ledger, kind="period", period="2026-10", standard_days=19).status == "accepted"
    history = ledger.facts.history("2026-10", "period")
    assert kinds(history) == ["period", "period", "close", "period"]
    assert standings(history) == [("superseded", 5, None), ("superseded", 7, None), STANDS, STANDS]
    assert [entry.late_after for entry in history.entries] == [None, None, None, 6]
    assert standings(ledger.facts.history("2026-10", "period", 6)) == [
        ("superseded", 5, None),
        ("closed", 6, None),
        STANDS,
    ]


@pytest.mark.parametrize(
    ("fields", "by_another"),
    [
        ({}, False),
        ({"recorded_by": "A"}, False),
        ({"recorded_by": "g1"}, False),
        ({"recorded_by": "B"}, True),
        ({"recorded_by": "a"}, True),
        ({"recorded_by": "g1", "device": None}, True),
    ],
)
def test_a_punch_is_ones_own_act(ledger: Ledger, fields: dict[str, Any], by_another: bool) -> None:
    line = {name: value for name, value in {**PUNCH, **fields}.items() if value is not None}
    given(ledger, line, {**EXAM, "recorded_by": "B"})
    assert [entry.recorded_by_another for entry in ledger.facts.history("A").entries] == [False, by_another, False]


def test_a_punch_that_nobody_says_to_have_recorded_is_no_anomaly(ledger: Ledger) -> None:
    given(ledger, {name: value for name, value in PUNCH.items() if name != "device"})
    assert not ledger.facts.history("A").entries[-1].recorded_by_another


def test_erased_texts_read_erased_and_the_rest_is_there(stores: Stores, ledger: Ledger) -> None:
    given(ledger, COMPLAINT, DISPUTE, EXAM, {**COMPLAINT, "complaint": "c2", "employee": "B"})
    stores.rows("UPDATE keys SET wrapped=? WHERE subject='employee:A'", b"")
    with stores.open() as reopened:
        history = reopened.facts.history("A")
        assert history.name == "[erased]"
        assert [entry.erased for entry in history.entries] == [True, True, True, False]
        fields = [entry.as_json()["fields"] for entry in history.entries]
        assert (fields[0]["name"], fields[0]["team"], fields[2]["text"]) == ("[erased]", "T1", "[erased]")
        assert "summary" not in fields[1], "nobody knows any more which texts there were"
        assert [entry.erased for entry in reopened.facts.history("B").entries] == [False, False]


def test_a_history_as_of_a_position_knows_nothing_of_what_came_later(ledger: Ledger) -> None:
    given(ledger, shift("R"), EXAM, shift("C"), void("exam", "e1"), SWAP)
    history = ledger.facts.history("A", position=5)
    assert (history.position, positions(history)) == (5, [2, 4, 5])
    assert standings(history) == [STANDS, STANDS]
    assert ledger.facts.history("A").position == 8


def test_a_history_can_be_narrowed_and_its_marks_stay(ledger: Ledger) -> None:
    given(ledger, shift("R"), EXAM, shift("C"), shift("C", day=13))
    history = ledger.facts.history("A")
    assert positions(history.only(["shift"])) == [4, 6, 7]
    assert positions(history.only(["shift", "exam"], date(2026, 10, 13))) == [7]
    assert positions(history.only(first=date(2026, 10, 12), last=date(2026, 10, 12))) == [4, 5, 6]
    assert standings(history.only(["shift"]))[0] == ("superseded", 6, None)
    assert history.only() == history


def refused(ledger: Ledger, *words: Any, **options: Any) -> str:
    with pytest.raises(LedgerError) as caught:
        ledger.facts.history(*words, **options)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_what_is_not_there_is_said_in_a_sentence(ledger: Ledger) -> None:
    given(ledger, LEAVE, BRIEFING)
    assert refused(ledger, "E9").startswith("there is no employee 'E9' on the ledger")
    assert refused(ledger, "L").startswith("there is no employee 'L'"), "a free name of a briefing is not an employee"
    assert refused(ledger, "B", position=2).startswith("there is no employee 'B' on the ledger up to position 2")
    assert refused(ledger, "l2", "leave").startswith("there is no leave 'l2' on the ledger")
    assert refused(ledger, "l1", "leave", position=3).startswith(
        "there is no leave 'l1' on the ledger up to position 3"
    )
    assert refused(ledger, "A", "employee").startswith("'employee' is not a workflow; give one of ")
    assert "from 1 to 5" in refused(ledger, "A", position=6)
    assert "from 1 to 5" in refused(ledger, "A", position=0)


def test_where_there_is_no_ledger_none_is_made(stores: Stores, ledger: Ledger) -> None:
    assert refused(ledger, "A").startswith("there is no ledger")
    assert not stores.exist()


def test_a_restored_ledger_has_the_same_histories(stores: Stores, ledger: Ledger) -> None:
    given(ledger, shift("R"), EXAM, void("exam", "e1"), shift("C"), SWAP, BRIEFING, void("briefing", "b1"))
    assert kinds_of(ledger)[-1] == "void"
    exported = io.BytesIO()
    ledger.exports.write(exported)
    exported.seek(0)
    with stores.open("restored") as restored:
        restored.imports.import_file(exported)
        for employee in ("A", "B"):
            assert restored.facts.history(employee) == ledger.facts.history(employee)
