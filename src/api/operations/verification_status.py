"""Verifying a ledger and its frozen reports: what was recorded, and what today's code makes of it."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from api.operations.context import Context
from api.operations.operation import operation
from ledger.calendar import instant
from ledger.closing import Turn
from ledger.decisions.clock_acceptance import AcceptedClock
from ledger.ledger import Ledger
from ledger.proof.notes import Verifier
from ledger.verification.findings import FROZEN, Finding
from ledger.verification.store_verification import Verification
from ledger.verification.tables import NOT_COVERED

if TYPE_CHECKING:
    from projections.books import ComputedOtherwise

MOST_LISTED = 1_000


@dataclass(frozen=True)
class VerificationStatus:
    """What verifying has shown, for people and programs.

    `computed_otherwise` is None where it was not looked at, because what was recorded does not hold. A report that
    another version of the program froze is listed there; one that this version froze, and computes otherwise, does not
    hold.
    """

    ledger: Verification
    computed_otherwise: "Sequence[ComputedOtherwise] | None"
    forged: Sequence[Finding] = ()
    clocks: Sequence[AcceptedClock] = ()
    """The clocks that were accepted although the facts before spoke against them."""

    @property
    def holds(self) -> bool:
        """Whether everything that was recorded holds, and what was frozen is what it gives."""
        return self.ledger.holds and not self.forged

    @property
    def findings(self) -> list[Finding]:
        """All that does not hold."""
        return [*self.ledger.findings, *self.forged]

    @property
    def notes(self) -> list[str]:
        """What is to be known beside what does not hold."""
        shown = self.ledger
        found = []
        if not shown.leaves:
            found.append(
                "the ledger is older than its tree and has no leaves yet: only a checkpoint can tell what was changed; "
                "make one with workledger checkpoint"
            )
        elif not shown.checkpoints and shown.leaves < shown.events:
            found.append(f"the leaves of positions {shown.leaves + 1} to {shown.events} are not made yet")
        if shown.signed < shown.events and shown.holds:
            found.append(f"nothing signed vouches for positions {shown.signed + 1} to {shown.events}")
        if not shown.opened:
            found.append("sealed texts were not opened, because the master key is not here; their leaves were verified")
        if shown.resumed_at:
            found.append(
                f"positions up to {shown.resumed_at} were verified by a run that was interrupted; verify all with "
                "--afresh"
            )
        for each in self.clocks:
            what = f"to close {each.period}" if each.period else "once"
            found.append(
                f"a clock of {instant(each.at):%Y-%m-%d %H:%M} UTC was accepted {what}, after one of "
                f"{instant(each.after):%Y-%m-%d %H:%M} UTC; see the facts of the kind clock_acceptance"
            )
        found.append(NOT_COVERED)
        if self.computed_otherwise is None:
            found.append("frozen reports were not computed again, because what was recorded does not hold")
        return found

    def as_json(self, *, digests: bool = True) -> dict[str, Any]:
        """The status as ``verify --json`` prints it; `digests` of reports are for whoever reads every report whole."""
        otherwise = [each._asdict() for each in self.computed_otherwise or ()]
        for each in otherwise if not digests else ():
            del each["frozen"], each["digest"]
        shown = self.ledger
        return {
            "holds": self.holds,
            "events": shown.events,
            "leaves": shown.leaves,
            "root": shown.root.hex(),
            "signed_up_to": shown.signed,
            "checkpoints": len(shown.checkpoints),
            "given_checkpoint": shown.given,
            "given_keys": shown.given_keys,
            "findings": [each.as_json() for each in self.findings[:MOST_LISTED]],
            "more_findings": max(len(self.findings) - MOST_LISTED, 0) + shown.more,
            "computed_otherwise": None if self.computed_otherwise is None else otherwise,
            "notes": self.notes,
        }


@operation("verify")
def verification(
    context: Context,
    checkpoint: bytes | None = None,
    keys: Sequence[Verifier] = (),
    *,
    jobs: int = 1,
    remembered: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> VerificationStatus:
    """Verify the ledger now, with every digest, as `verification_status` does. Raises LedgerError as it does."""
    context.reach_everyone()
    return verification_status(context.ledger, checkpoint, keys, jobs=jobs, remembered=remembered, progress=progress)


def verification_status(
    ledger: Ledger,
    checkpoint: bytes | None = None,
    keys: Sequence[Verifier] = (),
    *,
    jobs: int = 1,
    remembered: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    turn: Turn = nullcontext,
) -> VerificationStatus:
    """Verify a ledger as `Proofs.verify` does, and compute its frozen reports again where what was recorded holds.

    It reads the facts themselves, and nothing that was kept of them. What is computed is computed within `turn`, for
    a little at a time, so that others come in between.
    Raises LedgerError where the checkpoint is not one of this ledger, or no key has signed it.
    """
    shown = ledger.proofs.verify(checkpoint, keys, jobs=jobs, remembered=remembered, progress=progress)
    if not shown.holds:
        return VerificationStatus(shown, None)
    clocks = ledger.upkeep.accepted_clocks()
    if not ledger.facts.arrow(["position"], ["close"]).num_rows:
        return VerificationStatus(shown, (), (), clocks)
    from projections.books import computed_otherwise  # noqa: PLC0415 - it takes a while to load
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415

    with turn():
        journal = read_journal(ledger)
    otherwise = tuple(computed_otherwise(journal, PolarsEngine(), turn))
    forged = [Finding(FROZEN, each.position, each.position, str(each)) for each in otherwise if each.by_the_same]
    return VerificationStatus(shown, tuple(each for each in otherwise if not each.by_the_same), forged, clocks)
