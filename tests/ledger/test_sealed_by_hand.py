"""Which fields of a fact are sealed, by hand from the settled permissions (2 and 8), and under whose key."""

import pytest

from ledger.facts import KINDS
from ledger.ledger import Ledger
from tests.ledger.material import EMPLOYEE, SITE

pytestmark = pytest.mark.any_engine

ALWAYS = ("note", "reason", "override_reason", "ext")
ALSO = {
    "contract": "employer",
    "entitlement": "basis",
    "monitoring": "comment",
    "appraisal": "notes",
    "improvement_plan": "finding actions",
    "complaint": "summary contact",
    "dispute": "text",
    "refund": "contact",
    "promise": "contact",
    "instruction": "title text",
    "task": "title",
    "quarter_review": "decision",
    "employee": "name",
}
CLEAR_REASON = {
    "rules": "of the site, and read by everybody",
    "legal_hold": "8: the reason of a hold is clear",
    "erasure": "it has to be read when the key is gone",
    "leaving": "one of four, and figures rest on it",
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_sealed_fields_of_a_kind_are_those_of_the_table_and_no_other(kind: str) -> None:
    model = KINDS[kind]
    stated = {name for name in ALWAYS if name in model.model_fields} - ({"reason"} if kind in CLEAR_REASON else set())
    assert {model.names[name] for name in model.sealed} == stated | set(ALSO.get(kind, "").split())


AT = "2026-11-20T09:00:00+08:00"
OF_SITE = (
    {"kind": "instruction", "instruction": "I-1", "title": "T", "text": "T", "at": AT, "by": "L1"},
    {"kind": "task", "task": "K-1", "title": "T", "to": ["A"], "by": "L1", "at": AT, "due_date": "2026-12-01"},
    {"kind": "test_call", "test": "C-1", "at": AT, "by": "L1", "line": "1", "result": "ok", "note": "T"},
)  # fmt: skip


def test_what_is_of_the_site_and_a_complaint_about_nobody_belong_to_no_person_s_key(ledger: Ledger) -> None:
    nobody_s = {"kind": "complaint", "complaint": "N-1", "date": "2026-11-20", "channel": "phone", "summary": "T"}
    outcomes = ledger.record([SITE, EMPLOYEE, *OF_SITE, nobody_s])
    assert {each.status for each in outcomes} == {"accepted"}, [each.refusal for each in outcomes if each.refusal]
    recorded = {each.fact.kind: each.employee for each in ledger.facts.page(0, 100)}
    assert {kind: recorded[kind] for kind in ("instruction", "task", "test_call", "complaint")} == {
        "instruction": "",
        "task": "",
        "test_call": "",
        "complaint": "",
    }
