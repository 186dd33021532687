"""What must hold of a ledger after a trial: dense positions, every fact once, in order, and none of them lost."""

from collections.abc import Collection, Iterable
from hashlib import sha256

from ledger.ledger import Ledger
from tests.ledger.material import MASTER_KEY
from trials.programs import END, Follower, carried_out
from trials.stores import TrialStore

_ROWS = "SELECT position, originator_id, originator_version, recorded_at FROM events ORDER BY position"
_SHOWN = 300


def ended(url: str, employee: str = "E1") -> None:
    """Record the last fact of a trial, which followers wait for."""
    last = {"kind": "clock", "ref": END, "employee": employee, "at": "2031-01-01T08:00:00Z", "direction": "in"}
    with Ledger.open(url, master_key=MASTER_KEY) as ledger:
        (outcome,) = ledger.record([last])
    assert outcome.status == "accepted", outcome


def findings(
    store: TrialStore, url: str, acknowledged: Collection[str], followers: Iterable[Follower], expected: int | None
) -> tuple[int, list[str]]:
    """How many facts are on the ledger, and what does not hold of it, a sentence each.

    `expected`: how many facts there must be, where that is known.
    """
    rows = store.rows(_ROWS)
    ids = [f"{stream}.{version}" for _, stream, version, _ in rows]
    wrong = []
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        wrong.append("the positions are not dense")
    if len(set(ids)) != len(ids):
        wrong.append("a fact is on the ledger twice")
    instants = [row[3] for row in rows]
    if instants != sorted(instants):
        wrong.append("a fact is recorded before the one that it follows")
    if lost := len(set(acknowledged) - set(ids)):
        wrong.append(f"{lost} acknowledged facts are lost")
    if expected is not None and len(rows) != expected:
        wrong.append(f"there are {len(rows)} facts instead of {expected}")
    digest = sha256("".join(ids).encode()).hexdigest()
    for follower in followers:
        wrong += follower.finding(digest)
    verified = carried_out(url, "verify", "--afresh")
    if verified.returncode:
        wrong.append(f"verify exits {verified.returncode}: {(verified.stderr or verified.stdout).strip()[-_SHOWN:]}")
    return len(rows), wrong
