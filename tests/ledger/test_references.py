"""Facts that name other facts: voids, disputes; and what only a command may write."""

from typing import Any

from ledger.ledger import Ledger
from tests.ledger.material import PUNCH, given, refusal, when

EXAM = {"kind": "exam", "exam": "e1", "employee": "B", "date": "2026-10-12", "score": 80}
DISPUTE = {"kind": "dispute", "dispute": "d", "employee": "A", "at": "2026-10-13T09:00:00+08:00", "text": "不同意"}


def void(of_kind: str, of: str | None) -> dict[str, Any]:
    return {"kind": "void", "of_kind": of_kind, "of": of, "by": "M", "reason": "wrong"}


def test_a_fact_is_voided_by_its_ref_its_id_or_its_number(ledger: Ledger) -> None:
    given(ledger, {**PUNCH, "ref": "c1"}, {**PUNCH, "device": "g2"}, EXAM)
    by_id = ledger.facts.page(4, 1)[0].id
    for line in (void("clock", "c1"), void("clock", by_id), void("exam", "e1")):
        assert when(ledger, **line).status == "accepted"
        assert when(ledger, **line).status == "duplicate"
    assert [recorded.employee for recorded in ledger.facts.page(6)] == ["A", "A", "B"]


def test_what_is_voided_is_there(ledger: Ledger) -> None:
    given(ledger, EXAM)
    assert refusal(when(ledger, **void("exam", "e2"))).startswith("unknown_fact: void: there is no exam 'e2'")
    assert when(ledger, **void("praise", "e1")).status == "rejected"
    assert when(ledger, **void("praise", ledger.facts.page(3, 1)[0].id)).status == "rejected"
    assert when(ledger, **void("clock", "2026-10-12T09:30:00+08:00")).status == "rejected"
    assert when(ledger, **void("exam", "0" * 32 + ".1")).status == "rejected"


def test_a_number_that_several_have_is_ambiguous(ledger: Ledger) -> None:
    given(ledger, {**EXAM, "ref": "r1"}, EXAM)
    assert refusal(when(ledger, **void("exam", "e1"))).startswith("ambiguous: void: 2 facts of kind exam")
    assert when(ledger, **void("exam", "r1")).status == "accepted"


def test_a_number_is_found_although_the_fact_has_a_ref(ledger: Ledger) -> None:
    given(ledger, {**EXAM, "ref": "r1"})
    assert when(ledger, **void("exam", "e1")).status == "accepted"
    batch = [{**EXAM, "exam": "e2", "ref": "r2"}, void("exam", "e2"), void("exam", "r2")]
    assert [outcome.status for outcome in ledger.record(batch)] == ["accepted", "accepted", "accepted"]


def test_a_ref_goes_before_a_number(ledger: Ledger) -> None:
    given(ledger, {**EXAM, "employee": "A", "exam": "x", "ref": "e1"}, EXAM)
    when(ledger, **void("exam", "e1"))
    assert ledger.facts.page(5)[0].employee == "A"


def test_a_dispute_is_about_a_fact_that_is_there(ledger: Ledger) -> None:
    given(ledger, PUNCH)
    known = ledger.facts.page(3, 1)[0].id
    unknown = known.removesuffix(".1") + ".2"
    assert refusal(when(ledger, **DISPUTE, about=unknown)).startswith("unknown_fact: dispute: about")
    assert when(ledger, **DISPUTE, about=known).status == "accepted"
    decision = {"kind": "dispute_decision", "dispute": "d", "at": "2026-10-14T09:00:00+08:00", "by": "M"}
    decision |= {"decision": "upheld", "reason": "seen"}
    assert "facts" in refusal(when(ledger, **decision, facts=[known, unknown]))
    assert when(ledger, **decision, facts=[known]).status == "accepted"


def test_a_line_closes_no_period_and_erases_nobody(ledger: Ledger) -> None:
    given(ledger)
    early = refusal(when(ledger, kind="close", period="2026-09", by="M"))
    assert early.startswith("not_allowed: close: period 2026-09 is before the first period 2026-10")
    assert "by the command" in refusal(when(ledger, kind="close", period="2026-10", by="M"))
    assert "by the command" in refusal(when(ledger, kind="erasure", employee="A", by="M", reason="asked"))
