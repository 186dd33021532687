"""Whether what was found after a mutation is what was done, and nothing else."""

from collections.abc import Sequence

from ledger.verification.findings import (
    CHANGED,
    DANGLING,
    INSERTED,
    LEAF,
    REORDERED,
    SIGNED,
    SUBTREE,
    TRUNCATED,
    Finding,
)
from tests.ledger.proof.memory import MemoryLedger, Mutation
from tests.ledger.proof.mutations import BESIDE


def judged_wrong(memory: MemoryLedger, mutation: Mutation, found: Sequence[Finding]) -> str | None:
    """What is wrong with what was found after a mutation; None where nothing is."""
    named = [each for each in found if each.kind in mutation.kinds and _meet(each, mutation)]
    if mutation.forged:
        # That there are fewer events than were signed does not tell which are gone.
        return None if named or any(each.kind == TRUNCATED for each in found) else "it was not found"
    if not named:
        return "it was not found"
    alone = mutation.kinds <= {CHANGED, REORDERED, LEAF, SUBTREE}
    if alone and not any((each.first, each.last) == (mutation.first, mutation.last) for each in named):
        return "it was not found where it is"
    others = [each for each in found if each not in named and not _follows(memory, mutation, each)]
    return f"something else was found: {others[0]}" if others else None


def _follows(memory: MemoryLedger, mutation: Mutation, finding: Finding) -> bool:
    """Whether a finding follows from a mutation, beside what it is to be found as."""
    if finding.kind == DANGLING:
        return any(finding.first in memory.dependents(place) for place in mutation.rows)
    if finding.kind in {SIGNED, TRUNCATED}:
        # No checkpoint signs what is beside the leaves, nor what is kept of the tree.
        return bool(mutation.rows) and mutation.name.removeprefix("changed ") not in BESIDE
    if mutation.name == "moved":
        return finding.kind in {INSERTED, REORDERED} and finding.first in mutation.rows
    return False


def _meet(finding: Finding, mutation: Mutation) -> bool:
    return finding.first <= mutation.last and mutation.first <= finding.last
