"""A small ledger with two closings, of which evidence is made: bonus and rank, an adjustment, and colleagues."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from api.operations.evidence_file import make_evidence
from ledger.erasure.person_erasure import Erased
from ledger.ledger import Ledger
from ledger.proof import verify_evidence as verifier
from ledger.proof.checkpoint import SignedCheckpoint
from projections.books import Books, freezing
from projections.engine import PolarsEngine
from projections.journal import JournalReader, read_journal
from tests.ledger.material import Hands

FACTS = Path(__file__).parents[1] / "centre.ndjson"
SHARED = {
    "kind": "rules",
    "version": "shared",
    "effective_period": "2024-10",
    "parameters": {"leader_work_from_team": True},
    "reason": "leaders answer for their teams",
}
"""A rule set in which the figure of a leader rests on what was recorded of the team."""
SWAP = {
    "kind": "swap",
    "swap": "S1",
    "requester": "E1",
    "requester_date": "2024-10-08",
    "counterparty": "E2",
    "counterparty_date": "2024-10-10",
    "at": "2024-10-01T09:00:00+08:00",
}
LATE = {"kind": "allowance", "allowance": "late", "employee": "E2", "period": "2024-10", "type": "other"}
LEAVING = {"kind": "leaving", "employee": "E1", "last_day": "2024-11-05", "reason": "resigned"}


BEGUN = datetime(2024, 11, 6, 8, 0, tzinfo=UTC)


def fill(ledger: Ledger, clock: Hands) -> None:
    """Two closed periods; between the closings something of the first is recorded, and E1 leaves."""
    assert ledger.imports.import_file(FACTS).rejected == 0
    record(ledger, SHARED)
    close(ledger, "2024-10")
    record(ledger, LATE | {"amount": "33.00"}, LEAVING)
    clock.move(days=30)
    close(ledger, "2024-11")


def record(ledger: Ledger, *facts: dict[str, Any]) -> None:
    """Record facts, none of which is refused."""
    assert [outcome.refusal for outcome in ledger.record(facts) if outcome.refusal] == []


def close(ledger: Ledger, period: str) -> None:
    """Close a period."""
    ledger.closings.close(period, "HR", freezing(JournalReader(ledger, None), PolarsEngine(), period, held=False))


def erase(ledger: Ledger, employee: str) -> None:
    """Erase somebody who has left."""
    answer = ledger.erasures.erase(employee, "HR", "asked for")
    assert isinstance(answer, Erased), answer


def issue(ledger: Ledger, employee: str, period: str, signed: SignedCheckpoint | None = None) -> bytes:
    """The evidence of somebody's payslip."""
    return make_evidence(ledger, Books(read_journal(ledger), PolarsEngine()), employee, period, signed)


def keys_of(ledger: Ledger) -> list[verifier.Key]:
    """The ledger's public keys."""
    return verifier.read_keys(ledger.proofs.key_chain())


def verdict(ledger: Ledger, raw: bytes) -> str:
    """The verdict on a file."""
    return verifier.judge(raw, keys_of(ledger))[0]


def issued_again(ledger: Ledger, told: dict[str, Any]) -> bytes:
    """A file that was changed, signed by the ledger all the same: what a keeper who is not honest can do."""
    content = {name: value for name, value in told.items() if name != "statement"}
    return json.dumps(content | {"statement": ledger.proofs.sign_evidence(verifier.canonical(content))}).encode()
