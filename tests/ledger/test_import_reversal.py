"""`import --undo`: what an import recorded is voided in one step, or what stands in the way is named."""

from pathlib import Path
from typing import Any

import pytest

from ledger.imports.reversal import RestingError, ReversalAsked
from ledger.ledger import Ledger, LedgerError
from tests.ledger.material import PUNCH, counts, given, kinds_of, punches, when, written

AT = "2026-10-10T09:00:00+08:00"
SHIFT = {"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": "R"}
LEAVE = {"kind": "leave", "leave": "L1", "employee": "A", "type": "annual", "first_date": "2026-10-20"}
LEAVE |= {"last_date": "2026-10-21", "requested_on": "2026-10-01"}
MONITORING = {"kind": "monitoring", "monitoring": "m1", "employee": "A", "evaluator": "Q", "date": "2026-10-12"}
MONITORING |= {"channel": "phone", "score": 80}
NEWCOMER = {"kind": "employee", "employee": "N", "name": "新人", "role": "csr", "team": "T1", "hired_on": "2026-10-01"}


def imported(ledger: Ledger, folder: Path, *lines: dict[str, Any]) -> str:
    answer = ledger.imports.import_file(written(folder, lines))
    assert answer.refused == 0, answer.issues
    (name,) = answer.imports
    return name


def undone(ledger: Ledger, name: str) -> tuple[int, int, int]:
    found = ledger.imports.take_back(ReversalAsked(name, "HR", "the wrong file"))
    return found.voided, found.ended, found.already


def test_what_an_import_recorded_is_voided_and_what_stood_before_stands_again(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger, SHIFT)
    name = imported(ledger, tmp_path, {**SHIFT, "shift": "C"}, {**SHIFT, "date": "2026-10-13"}, PUNCH)

    assert undone(ledger, name) == (3, 0, 0)
    assert when(ledger, **SHIFT).status == "duplicate"
    assert when(ledger, **{**SHIFT, "date": "2026-10-13"}).status == "accepted"


def test_workflows_are_cancelled_or_withdrawn(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    decision = {"kind": "leave_decision", "leave": "L1", "decision": "approved", "by": "M", "at": AT}
    swap = {"kind": "swap", "swap": "w", "requester": "A", "requester_date": "2026-10-12", "at": AT}
    swap |= {"counterparty": "B", "counterparty_date": "2026-10-12"}
    complaint = {"kind": "complaint", "complaint": "c1", "employee": "A", "date": "2026-10-12"}
    dispute = {"kind": "dispute", "dispute": "d1", "employee": "A", "at": AT, "text": "不同意"}
    name = imported(ledger, tmp_path, LEAVE, decision, swap, MONITORING, complaint, dispute)

    assert undone(ledger, name) == (0, 5, 0)
    assert kinds_of(ledger)[-5:] == [
        "dispute_decision",
        "complaint_update",
        "monitoring_revision",
        "swap_decision",
        "leave_decision",
    ]
    assert undone(ledger, name) == (0, 0, 5)


def test_an_approved_request_is_settled_when_what_it_recorded_is_voided(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    request = {
        "kind": "punch_request",
        "employee": "A",
        "direction": "out",
        "at": AT,
        "reason": "x",
        "requested_at": AT,
    }
    decision = {"kind": "punch_request_decision", "request": "p1", "decision": "approved", "by": "M", "at": AT}
    waiting = {**request, "request": "p2"}
    name = imported(ledger, tmp_path, {**request, "request": "p1"}, decision, waiting)

    assert undone(ledger, name) == (1, 1, 1)
    assert kinds_of(ledger)[-2:] == ["punch_request_decision", "void"]
    assert undone(ledger, name) == (0, 0, 3)


def test_a_second_time_changes_nothing(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    name = imported(ledger, tmp_path, PUNCH, SHIFT)
    undone(ledger, name)
    last = ledger.facts.last_position()

    assert undone(ledger, name[:10]) == (0, 0, 2)
    assert ledger.facts.last_position() == last


def test_somebody_new_goes_with_what_the_same_import_says_of_the_person(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    name = imported(ledger, tmp_path, NEWCOMER, {**PUNCH, "employee": "N"}, {**NEWCOMER, "team": "T2"})

    assert undone(ledger, name) == (3, 0, 0)
    assert when(ledger, **{**PUNCH, "employee": "N", "device": "g2"}).status == "rejected"


def test_what_rests_on_an_import_is_named_and_nothing_is_taken_back(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    name = imported(ledger, tmp_path, NEWCOMER, SHIFT, LEAVE, PUNCH)
    when(ledger, kind="leave_decision", leave="L1", decision="approved", by="M", at=AT)
    when(ledger, **{**PUNCH, "employee": "N"})
    about = ledger.facts.page(6, 1)[0].id
    when(ledger, kind="dispute", dispute="d", employee="A", at=AT, text="不同意", about=about)
    last = ledger.facts.last_position()

    with pytest.raises(RestingError) as error:
        undone(ledger, name)
    assert ledger.facts.last_position() == last
    said = str(error.value)
    assert "clock at position 7: the dispute 'd' about it is open" in said
    assert "leave at position 6: the leave_decision at position 8 follows it" in said
    assert "whom the clock at position 9 names" in said
    assert "shift" not in said


def test_what_no_void_takes_stands_in_the_way(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger, PUNCH)
    void = {"kind": "void", "of_kind": "clock", "of": ledger.facts.page(3, 1)[0].id, "by": "M", "reason": "wrong"}
    hold = {"kind": "legal_hold", "employee": "A", "reason": "dispute", "by": "HR"}
    name = imported(ledger, tmp_path, hold, void)

    with pytest.raises(
        RestingError, match=r"void at position 6: no void takes it.*legal_hold at position 5: .*lift it"
    ):
        undone(ledger, name)


def test_an_approved_swap_stands_in_the_way(ledger: Ledger, tmp_path: Path) -> None:
    swap = {"kind": "swap", "swap": "w", "requester": "A", "requester_date": "2026-10-12", "at": AT}
    swap |= {"counterparty": "B", "counterparty_date": "2026-10-12"}
    step = {"kind": "swap_decision", "swap": "w", "by": "M", "at": AT}
    given(ledger, SHIFT)
    name = imported(ledger, tmp_path, swap, {**step, "decision": "accepted"}, {**step, "decision": "approved"})

    with pytest.raises(RestingError, match="swap 'w' is approved"):
        undone(ledger, name)


def test_a_line_of_the_quarantine_that_was_mended_goes_with_its_import(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    answer = ledger.imports.import_file(written(tmp_path, [SHIFT, {**PUNCH, "employee": "N"}]))
    when(ledger, **NEWCOMER)
    ledger.imports.quarantine.retry()

    assert undone(ledger, answer.imports[0]) == (2, 0, 0)


def test_an_import_that_is_not_there_or_not_known_is_said(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    first = imported(ledger, tmp_path, SHIFT)
    imported(ledger, tmp_path, PUNCH)

    with pytest.raises(LedgerError, match="there is no import 'zz'"):
        undone(ledger, "zz")
    with pytest.raises(LedgerError, match="there is no import"):
        undone(ledger, "%")
    with pytest.raises(LedgerError, match="2 imports begin with ''"):
        undone(ledger, "")
    assert first in {each.key for each in ledger.imports.latest(5)}


@pytest.mark.slow
def test_an_import_of_many_batches_is_taken_back_whole(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger)
    name = imported(ledger, tmp_path, *punches(5_400))

    assert undone(ledger, name) == (5_400, 0, 0)
    assert counts(ledger.imports.import_file(written(tmp_path, punches(5_400)))) == (0, 5_400, 0, 0)
