"""S11.5: a void takes back what was stated, and what stood before stands again."""

import re
from typing import Any

import pytest

from ledger.facts import KINDS
from ledger.facts.roster import ShiftFact
from ledger.ledger import Ledger
from tests.ledger.material import PUNCH, SITE, given, kinds_of, refusal, when
from tests.ledger.samples import SAMPLES
from tests.ledger.stores import Stores

SALARY = {"kind": "base_salary", "employee": "A", "from": "2026-10-01", "monthly": "3000.00"}
SHIFT = {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": "R"}
NEWCOMER = {"kind": "employee", "employee": "N", "name": "新人", "role": "csr", "team": "T1", "hired_on": "2026-10-01"}
AT = "2026-10-10T09:00:00+08:00"


def void(of_kind: str, of: str) -> dict[str, Any]:
    return {"kind": "void", "of_kind": of_kind, "of": of, "by": "M", "reason": "entered by mistake"}


def last_id(ledger: Ledger) -> str:
    return ledger.facts.page(ledger.facts.last_position() - 1, 1)[0].id


def test_what_stood_before_stands_again_and_is_what_the_same_line_is_compared_with(ledger: Ledger) -> None:
    given(ledger, SALARY, {**SALARY, "monthly": "4000.00", "ref": "b2"}, void("base_salary", "b2"))

    assert when(ledger, **SALARY).status == "duplicate"
    assert when(ledger, **{**SALARY, "monthly": "4000.00"}).status == "accepted"
    assert when(ledger, **SALARY).status == "accepted"


def test_after_the_last_of_a_key_is_voided_nothing_stands(ledger: Ledger) -> None:
    given(ledger, {**SHIFT, "ref": "s1"}, void("shift", "s1"))

    assert when(ledger, **SHIFT).status == "accepted"
    assert when(ledger, **SHIFT).status == "duplicate"


def test_a_voided_line_sent_again_under_its_ref_is_a_duplicate_and_stays_voided(ledger: Ledger) -> None:
    given(ledger, SALARY, {**SALARY, "monthly": "4000.00", "ref": "b2"}, void("base_salary", "b2"))

    assert when(ledger, **{**SALARY, "monthly": "4000.00", "ref": "b2"}).status == "duplicate"
    assert when(ledger, **SALARY).status == "duplicate"


def test_what_is_stated_again_and_again_is_named_by_its_ref_or_its_id_and_not_by_its_number(ledger: Ledger) -> None:
    holiday = {"kind": "holiday", "date": "2026-10-01", "name": "国庆节"}
    given(ledger, holiday)
    name = last_id(ledger)

    assert refusal(when(ledger, **void("holiday", "2026-10-01"))).endswith("give its ref or its id")
    assert when(ledger, **void("holiday", name)).status == "accepted"
    assert when(ledger, **holiday).status == "accepted"


def test_what_a_batch_voids_counts_for_nothing_in_its_later_lines(ledger: Ledger) -> None:
    given(ledger)
    batch = [{**SHIFT, "ref": "s1"}, {**SHIFT, "shift": "C", "ref": "s2"}, void("shift", "s2"), SHIFT]

    assert [outcome.status for outcome in ledger.record(batch)] == ["accepted", "accepted", "accepted", "duplicate"]


def test_a_swap_exchanges_the_shift_that_stands_again(ledger: Ledger) -> None:
    swap = {"kind": "swap", "swap": "w", "requester": "A", "requester_date": "2026-10-12", "at": AT}
    swap |= {"counterparty": "B", "counterparty_date": "2026-10-12"}
    decision = {"kind": "swap_decision", "swap": "w", "by": "M", "at": AT}
    given(ledger, SHIFT, {**SHIFT, "shift": "C", "ref": "s2"}, void("shift", "s2"), swap)

    ledger.record([{**decision, "decision": "accepted"}, {**decision, "decision": "approved"}])

    entries = [each.fact for each in ledger.facts.page(0, 1_000) if isinstance(each.fact, ShiftFact)][2:]
    assert [(entry.employee, entry.shift) for entry in entries] == [("A", None), ("B", "R")]


def test_a_void_is_refused_where_what_would_stand_then_is_refused(ledger: Ledger) -> None:
    leaving = {"kind": "leaving", "employee": "N", "reason": "other"}
    given(
        ledger,
        {**NEWCOMER, "hired_on": "2026-09-01", "ref": "n1"},
        {**leaving, "last_day": "2026-09-20", "ref": "l1"},
        {**leaving, "last_day": None, "ref": "l2"},
        {**NEWCOMER, "ref": "n2"},
        {**leaving, "last_day": "2026-10-20", "ref": "l3"},
    )

    assert when(ledger, **void("leaving", "l3")).status == "accepted"
    assert "is before hired_on 2026-10-01" in refusal(when(ledger, **void("leaving", "l2")))
    assert when(ledger, **void("employee", "n2")).status == "accepted"
    assert when(ledger, **void("leaving", "l2")).status == "accepted"
    assert when(ledger, **NEWCOMER).status == "rejected"


def test_who_is_named_by_what_stands_stays_on_the_ledger(ledger: Ledger) -> None:
    given(ledger, {**NEWCOMER, "ref": "n1"}, {**PUNCH, "employee": "N", "ref": "c1"})

    assert "whom the clock at position 5 names" in refusal(when(ledger, **void("employee", "n1")))
    assert when(ledger, **void("clock", "c1")).status == "accepted"
    assert when(ledger, **void("employee", "n1")).status == "accepted"
    assert "'N' is not on the ledger" in refusal(when(ledger, **{**PUNCH, "employee": "N"}))


def test_a_side_of_a_swap_is_named_too(ledger: Ledger) -> None:
    swap = {"kind": "swap", "swap": "w", "requester": "A", "requester_date": "2026-10-12", "at": AT}
    given(ledger, {**NEWCOMER, "ref": "n1"}, {**swap, "counterparty": "N", "counterparty_date": "2026-10-12"})

    assert "whom the swap at position 5 names" in refusal(when(ledger, **void("employee", "n1")))


def test_a_number_of_which_nothing_stands_is_free(ledger: Ledger) -> None:
    given(ledger, {**NEWCOMER, "ref": "n1"}, void("employee", "n1"))

    assert when(ledger, **{**NEWCOMER, "name": "另一人", "hired_on": "2026-11-01"}).status == "accepted"
    assert when(ledger, **{**PUNCH, "employee": "N"}).status == "accepted"
    assert when(ledger, **{**NEWCOMER, "ref": "n1"}).status == "duplicate"


def test_of_two_employee_facts_one_may_go_although_the_person_is_named(ledger: Ledger) -> None:
    given(ledger, NEWCOMER, {**NEWCOMER, "team": "T2", "ref": "n2"}, {**PUNCH, "employee": "N"})

    assert when(ledger, **void("employee", "n2")).status == "accepted"
    assert when(ledger, **NEWCOMER).status == "duplicate"


def test_voiding_again_by_another_name_changes_nothing(ledger: Ledger) -> None:
    given(ledger, {**NEWCOMER, "ref": "n1"})
    name = last_id(ledger)
    ledger.record([void("employee", "n1"), NEWCOMER])

    assert when(ledger, **void("employee", name)).status == "accepted"
    assert when(ledger, **NEWCOMER).status == "duplicate"


def test_the_version_of_a_voided_form_stays_taken(ledger: Ledger) -> None:
    form = next(line for line in SAMPLES if line["kind"] == "monitoring_form")
    given(ledger, {**form, "ref": "f1"}, void("monitoring_form", "f1"))

    assert when(ledger, **form).status == "duplicate"
    assert when(ledger, **{**form, "channel": "fax"}).status == "conflict"


def test_a_voided_plain_fact_stays_voided_when_it_is_sent_again(ledger: Ledger) -> None:
    given(ledger, PUNCH)
    ledger.record([void("clock", last_id(ledger)), PUNCH])

    assert kinds_of(ledger)[3:] == ["clock", "void"]


@pytest.mark.parametrize("kind", [kind for kind, model in KINDS.items() if model.voided_by is None])
def test_a_kind_that_no_void_takes_says_what_to_do_instead(ledger: Ledger, kind: str) -> None:
    given(ledger)

    said = refusal(when(ledger, **void(kind, "x")))

    assert re.fullmatch(rf"not_allowed: void: of_kind: no void takes a {kind}; [a-z][\w :;,]+", said), said


def test_what_another_process_voids_is_seen_here(stores: Stores) -> None:
    with stores.open("voids of two") as here, stores.open("voids of two") as there:
        here.record([SITE, {**NEWCOMER, "ref": "n1"}])
        assert when(here, kind="probation", employee="N", until="2026-12-31", ref="p1").status == "accepted"
        there.record([void("probation", "p1"), void("employee", "n1")])

        assert when(here, **{**PUNCH, "employee": "N"}).status == "rejected"
        there.record([NEWCOMER])
        assert when(here, **{**PUNCH, "employee": "N"}).status == "accepted"


@pytest.mark.parametrize(("kind", "number"), [("refund", "r1"), ("promise", "p1"), ("task", "t1")])
def test_what_opens_a_workflow_is_named_by_its_number_whatever_followed(ledger: Ledger, kind: str, number: str) -> None:
    lines = [sample for sample in SAMPLES if kind in sample and sample["kind"] in (kind, f"{kind}_update", "task_step")]
    given(ledger, *lines)

    assert len(lines) > 1
    assert when(ledger, **void(kind, number)).status == "accepted"
    assert ledger.proofs.verify().findings == []


@pytest.mark.any_engine
def test_a_void_by_number_is_of_what_opened_the_workflow_and_not_of_what_followed(ledger: Ledger) -> None:
    refund = {"kind": "refund", "refund": "r1", "employee": "A", "date": "2026-10-05", "amount": "1.00"}
    paid = {"kind": "refund_update", "refund": "r1", "status": "paid", "by": "M", "at": "2026-10-06T09:00:00+08:00"}
    given(ledger, refund, paid, {**paid, "at": "2026-10-07T09:00:00+08:00"})
    assert when(ledger, **void("refund", "r1")).status == "accepted"
    position = ledger.facts.last_position()
    assert [each.target for each in ledger.facts.void_targets(0, position)] == [position - 3]
    # What comes after it still follows it, and counts for nothing with it.
    assert when(ledger, **{**paid, "at": "2026-10-08T09:00:00+08:00"}).status == "accepted"


@pytest.mark.any_engine
@pytest.mark.parametrize(
    "naming",
    [
        {"kind": "training", "training": "t", "topic": "x", "date": "2026-10-12", "minutes": 30, "counts": True},
        {"kind": "task", "task": "t", "title": "x", "by": "M", "at": AT},
        {"kind": "employee", **{name: NEWCOMER[name] for name in ("role", "team", "hired_on")}, "name": "x"},
        {"kind": "complaint_update", "complaint": "c", "at": AT, "status": "followed_up", "by": "M"},
    ],
    ids=lambda line: line["kind"],
)
def test_who_is_named_beside_others_or_in_a_step_stays_on_the_ledger(ledger: Ledger, naming: dict[str, Any]) -> None:
    several = {"training": {"attendees": ["A", "N"]}, "task": {"to": ["A", "N"]}, "complaint_update": {"employee": "N"}}
    named = several.get(naming["kind"], {"employee": "C", "reports_to": "N"})
    given(ledger, {**NEWCOMER, "ref": "n1"}, {"kind": "complaint", "complaint": "c", "date": "2026-10-05"})
    assert when(ledger, **naming, **named).status == "accepted"
    assert "whom the" in refusal(when(ledger, **void("employee", "n1")))
