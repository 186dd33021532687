"""Identity is idempotency: the same again is a duplicate, other content a conflict, ↻ supersedes."""

from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH, SITE, given, kinds_of, refusal, when

EXAM = {"kind": "exam", "exam": "e1", "employee": "A", "date": "2026-10-12", "score": 80}
SHIFT = {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": "R"}
LEAVE = {
    "kind": "leave",
    "leave": "l1",
    "employee": "A",
    "type": "annual",
    "first_date": "2026-10-12",
    "last_date": "2026-10-12",
    "requested_on": "2026-10-01",
}
MONITORING = {
    "kind": "monitoring",
    "monitoring": "m1",
    "employee": "A",
    "evaluator": "Q",
    "date": "2026-10-12",
    "channel": "phone",
    "score": 90,
}


@pytest.mark.parametrize("kind", ["clock", "shift", "employee", "exam", "leave", "tea_break", "close"])
def test_nothing_is_recorded_before_the_site(ledger: Ledger, kind: str) -> None:
    lines = {line["kind"]: line for line in (PUNCH, SHIFT, EMPLOYEE, EXAM, LEAVE)}
    close = {"kind": "close", "period": "2026-10", "by": "M"}
    outcome = when(ledger, **lines.get(kind, close if kind == "close" else {"kind": kind}))
    assert refusal(outcome).startswith("unknown_kind" if kind == "tea_break" else "no_site")
    assert when(ledger, **SITE).status == "accepted"


def test_a_site_is_recorded_once(ledger: Ledger) -> None:
    given(ledger)
    assert when(ledger, **SITE).status == "duplicate"
    assert when(ledger, **SITE, ref="r").status == "duplicate"
    assert 'time_zone is "Asia/Shanghai" there and "UTC" here' in refusal(when(ledger, **{**SITE, "time_zone": "UTC"}))
    assert when(ledger, **{**SITE, "time_zone": "UTC", "ref": "r2"}).status == "conflict"


def test_the_same_fact_again_is_a_duplicate_whatever_its_notes_say(ledger: Ledger) -> None:
    given(ledger, EXAM)
    for again in (
        EXAM,
        {**EXAM, "score": "80.00"},
        {**EXAM, "source": "mail", "ext": {"x": 1}, "reason": "sent twice"},
    ):
        outcome = when(ledger, **again)
        assert (outcome.status, outcome.position) == ("duplicate", 4)
    assert ledger.facts.last_position() == 4


def test_instants_are_compared_by_value(ledger: Ledger) -> None:
    given(ledger, PUNCH)
    assert when(ledger, **{**PUNCH, "at": "2026-10-12T01:30:00Z"}).status == "duplicate"
    assert when(ledger, **{**PUNCH, "at": "2026-10-12T01:30:01Z"}).status == "accepted"


def test_other_content_is_a_conflict_that_says_what_differs(ledger: Ledger) -> None:
    given(ledger, EXAM)
    outcome = when(ledger, **{**EXAM, "score": 81})
    assert outcome.status == "conflict"
    assert 'exam "e1" is on the ledger at position 4' in refusal(outcome)
    assert 'score is "80.00" there and "81.00" here' in refusal(outcome)


def test_a_conflict_does_not_show_a_personal_text(ledger: Ledger) -> None:
    violation = {"kind": "violation", "violation": "v", "employee": "A", "date": "2026-10-12", "note": "secret"}
    given(ledger, violation)
    assert "note differs" in refusal(when(ledger, **{**violation, "note": "hidden"}))


def test_a_ref_is_the_identity_of_a_plain_fact(ledger: Ledger) -> None:
    given(ledger, {**PUNCH, "ref": "c1"})
    assert when(ledger, **PUNCH, ref="c1").status == "duplicate"
    assert "clock ref 'c1'" in refusal(when(ledger, **{**PUNCH, "direction": "out", "ref": "c1"}))
    assert when(ledger, **PUNCH, ref="c2").status == "accepted"
    assert when(ledger, **PUNCH).status == "accepted"
    assert when(ledger, **PUNCH).status == "duplicate"


def test_what_states_what_holds_is_superseded(ledger: Ledger) -> None:
    given(ledger, SHIFT)
    statuses = [when(ledger, **{**SHIFT, "shift": shift}).status for shift in ("R", "C", "C", "R", None, None)]
    assert statuses == ["duplicate", "accepted", "duplicate", "accepted", "accepted", "duplicate"]


def test_with_a_ref_it_is_known_by_the_ref(ledger: Ledger) -> None:
    given(ledger, {**SHIFT, "ref": "s1"})
    assert when(ledger, **SHIFT, ref="s1").status == "duplicate"
    assert when(ledger, **{**SHIFT, "shift": "C"}, ref="s1").status == "conflict"
    assert when(ledger, **SHIFT).status == "duplicate"
    assert when(ledger, **SHIFT, ref="s2").status == "accepted"
    assert when(ledger, **{**SHIFT, "shift": "C"}).status == "accepted"
    assert when(ledger, **SHIFT, ref="s1").status == "duplicate"


@pytest.mark.parametrize(
    ("fact", "other"),
    [
        (MONITORING, {"score": 91}),
        (LEAVE, {"type": "sick"}),
        (
            {"kind": "rules", "version": "v", "effective_period": "2026-11", "parameters": {}, "reason": "x"},
            {"reason": "y"},
        ),
    ],
    ids=["monitoring", "leave", "rules"],
)
def test_the_number_of_an_opener_stays_unique_although_there_is_a_ref(
    ledger: Ledger, fact: dict[str, Any], other: dict[str, Any]
) -> None:
    given(ledger, fact)
    assert when(ledger, **fact, ref="r1").status == "duplicate"
    assert when(ledger, **{**fact, **other}, ref="r1").status == "conflict"
    assert when(ledger, **{**fact, **other}).status == "conflict"


def test_equal_rule_sets_are_equal_however_they_are_written(ledger: Ledger) -> None:
    rules = {"kind": "rules", "version": "v", "effective_period": "2026-11", "reason": "x"}
    given(ledger, {**rules, "parameters": {"complaint_deduction": "2", "lieu_months": 5}})
    again = {**rules, "parameters": {"lieu_months": 5, "complaint_deduction": "2.00"}}
    assert when(ledger, **again).status == "duplicate"
    assert when(ledger, **{**rules, "parameters": {"complaint_deduction": "2.01"}}).status == "conflict"


def test_a_follower_is_known_by_its_key_within_its_workflow(ledger: Ledger) -> None:
    revision = {"kind": "monitoring_revision", "monitoring": "m1", "at": "2026-10-13T09:00:00+08:00", "by": "M"}
    given(ledger, MONITORING, {**revision, "reason": "dispute", "score": 95})
    assert when(ledger, **revision, reason="dispute", score="95.0").status == "duplicate"
    assert when(ledger, **revision, reason="dispute", score=96).status == "conflict"
    later = {**revision, "at": "2026-10-14T09:00:00+08:00"}
    assert when(ledger, **later, reason="again", withdrawn=True, ref="x").status == "accepted"
    assert when(ledger, **later, reason="again", withdrawn=True, ref="x").status == "duplicate"
    assert when(ledger, **later, reason="again", score=1, ref="x").status == "conflict"


@pytest.mark.parametrize(
    "follower",
    [
        {"kind": "swap_decision", "swap": "x", "decision": "accepted", "by": "B", "at": "2026-10-12T01:00:00Z"},
        {"kind": "leave_decision", "leave": "x", "decision": "approved", "by": "M", "at": "2026-10-12T01:00:00Z"},
        {
            "kind": "monitoring_revision",
            "monitoring": "x",
            "at": "2026-10-12T01:00:00Z",
            "by": "M",
            "reason": "r",
            "score": 1,
        },
        {"kind": "complaint_update", "complaint": "x", "at": "2026-10-12T01:00:00Z", "status": "upheld", "by": "M"},
        {
            "kind": "dispute_decision",
            "dispute": "x",
            "at": "2026-10-12T01:00:00Z",
            "decision": "upheld",
            "by": "M",
            "reason": "r",
        },
    ],
    ids=lambda follower: follower["kind"],
)
def test_nothing_follows_what_nobody_opened(ledger: Ledger, follower: dict[str, Any]) -> None:
    given(ledger)
    opener = next(iter(list(follower)[1:2]))
    assert refusal(when(ledger, **follower)).startswith(
        f"unknown_{opener}: {follower['kind']}: there is no {opener} 'x'"
    )


def test_an_employee_who_is_named_is_on_the_ledger(ledger: Ledger) -> None:
    given(ledger)
    assert "employee 'Z' is not on the ledger" in refusal(when(ledger, **{**PUNCH, "employee": "Z"}))
    swap = {"kind": "swap", "swap": "s", "requester_date": "2026-10-12", "counterparty_date": "2026-10-12"}
    swap |= {"at": "2026-10-10T01:00:00Z", "requester": "A"}
    assert "counterparty 'Z'" in refusal(when(ledger, **swap, counterparty="Z"))
    assert when(ledger, **{**MONITORING, "evaluator": "Z"}).status == "accepted"


def test_lines_see_the_lines_before_them_in_one_batch(ledger: Ledger) -> None:
    lines = [
        SITE,
        PUNCH,
        EMPLOYEE,
        PUNCH,
        PUNCH,
        {**PUNCH, "ref": "x"},
        {**PUNCH, "ref": "x", "direction": "out"},
        COLLEAGUE,
    ]
    assert [outcome.status for outcome in ledger.record(lines)] == [
        "accepted",
        "rejected",
        "accepted",
        "accepted",
        "duplicate",
        "accepted",
        "conflict",
        "accepted",
    ]
    assert kinds_of(ledger) == ["site", "employee", "clock", "clock", "employee"]


def test_a_line_may_come_as_text_bytes_or_an_object(ledger: Ledger) -> None:
    given(ledger)
    assert [
        outcome.status
        for outcome in ledger.record(
            [
                '{"kind":"holiday","date":"2026-10-01","name":"国庆节"}',
                b"{",
                {"kind": 5},
                "\ud800",
                {"kind": "exam", "x": {1}},
            ]
        )
    ] == ["accepted", "rejected", "rejected", "rejected", "rejected"]
