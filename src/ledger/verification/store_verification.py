"""Verifying a whole store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ledger.proof.notes import Verifier
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.keyring import Keyring
from ledger.store.place import Place
from ledger.store.recorder import Recorder
from ledger.store.tree import LOWEST, WIDTH
from ledger.verification.derived_tree import DerivedTree, Pledge, holding
from ledger.verification.diagnosis import Extent
from ledger.verification.findings import Finding
from ledger.verification.frozen_bytes import destroyed_keys, frozen_of, master_key_of
from ledger.verification.progress import Remembered
from ledger.verification.ranges import BLOCKS, Range, Verified
from ledger.verification.signatures import given_checkpoint, keys_of, missing_checkpoints, signed_of
from ledger.verification.stored_rows import as_bytes
from ledger.verification.tables import tables_of
from ledger.verification.verdict import Gathered, StoreOutline, judged, parts_needed
from ledger.verification.worker_pool import Helpers

Progress = Callable[[int, int], None]
"""Told of events done and events in all."""

_FAR = 100_000
_MOST_STRAYS = 100


class Asked(NamedTuple):
    """What is asked for: a signed checkpoint, the ledger's keys, how many processes, and a file to go on from."""

    checkpoint: bytes | None = None
    keys: Sequence[Verifier] = ()
    jobs: int = 1
    remembered: Path | None = None
    progress: Progress | None = None


@dataclass(frozen=True)
class Verification:
    """What verifying has shown. `signed` is the last position that a checkpoint which holds vouches for.

    `given` is how many events the checkpoint signs that was given; None where none was. `given_keys` says whether keys
    were given, so that those which the ledger keeps were not trusted.
    """

    events: int
    leaves: int
    root: bytes
    signed: int
    given: int | None
    given_keys: bool
    findings: list[Finding]
    more: int
    """Odd positions beyond those that are listed."""
    checkpoints: list[Pledge]
    opened: bool
    """Whether sealed texts could be opened here, where their keys are."""
    resumed_at: int
    """The position up to which an interrupted run had verified; 0 where this one began anew."""

    @property
    def holds(self) -> bool:
        """Whether everything that was recorded holds."""
        return not self.findings and not self.more


class _Looked(NamedTuple):
    """What was seen of a store at the moment when verifying began."""

    outline: StoreOutline
    given: int | None
    beside: list[Finding]
    done: list[Verified]


def verify(place: Place, recorder: Recorder, keyring: Keyring, asked: Asked) -> Verification:
    """Verify a store. Raises LedgerError where the checkpoint that is given is not one of this ledger."""
    remembered = Remembered(asked.remembered)
    with recorder.looking() as cursor:
        outline, given, beside, done = _look(cursor, keyring, asked, remembered)
    if not outline.end:
        raise LedgerError("the ledger is empty, and there is nothing to verify; make it with init first")
    gathered, wanted, blocks = Gathered(), frozenset(parts_needed(outline)), -(-outline.end // WIDTH)
    ranges = [
        Range(first, min(first + BLOCKS, blocks), outline.end, wanted)
        for first in range(len(done) * BLOCKS, blocks, BLOCKS)
    ]
    for shown in done:
        shown.put_into(gathered)
    opened = all(shown.opened for shown in done)
    with Helpers(place, recorder, keyring, min(asked.jobs, len(ranges))) as helpers:
        for each, shown in zip(ranges, helpers.verify(ranges), strict=True):
            shown.put_into(gathered)
            opened = opened and shown.opened
            if outline.extent.leaves:
                remembered.add(shown)
            if asked.progress is not None:
                asked.progress(min(each.last * WIDTH, outline.end), outline.end)
    remembered.forget()
    tree = DerivedTree(gathered.nodes, gathered.parts, outline.end)
    return Verification(
        events=outline.extent.events,
        leaves=outline.extent.leaves,
        root=tree.root(outline.end),
        signed=holding(tree, outline.pledges),
        given=given,
        given_keys=bool(asked.keys),
        findings=[*judged(gathered, outline), *beside],
        more=gathered.more,
        checkpoints=list(outline.pledges),
        opened=opened,
        resumed_at=len(done) * BLOCKS * WIDTH,
    )


def _look(cursor: StoreCursor, keyring: Keyring, asked: Asked, remembered: Remembered) -> _Looked:
    keys = keys_of(cursor, asked.keys)
    given = None if asked.checkpoint is None else given_checkpoint(asked.checkpoint, keys)
    signed = signed_of(cursor, keys)
    outline = outline_of(cursor, signed.pledges if given is None else [*signed.pledges, given])
    wanted = parts_needed(outline)

    def still_holds(done: list[Verified]) -> bool:
        parts = {number for shown in done for number in shown.parts}
        lacking = {number for number in wanted if number < len(done) * BLOCKS} - parts
        return not lacking and _is_still(outline, [node for shown in done for node in shown.nodes])

    beside = [
        *keys.wrong,
        *signed.wrong,
        *missing_checkpoints(cursor),
        *frozen_of(cursor),
        *destroyed_keys(cursor),
        *master_key_of(cursor, keyring),
        *tables_of(cursor),
    ]
    return _Looked(outline, None if given is None else given.size, beside, remembered.read(still_holds))


def outline_of(cursor: StoreCursor, pledges: Sequence[Pledge]) -> StoreOutline:
    """What a store keeps beside its events, with the checkpoints that it is held against."""
    events, strays = _extent(cursor, "events")
    leaves, stray_leaves = _extent(cursor, "leaves")
    cursor.execute("SELECT level, number, hash FROM nodes")
    kept = {(row["level"], row["number"]): as_bytes(row["hash"]) for row in cursor.fetchall()}
    signed = max((each.size for each in pledges), default=0)
    return StoreOutline(Extent(events, leaves, signed), kept, pledges, strays, stray_leaves)


def _extent(cursor: StoreCursor, table: str) -> tuple[int, list[int]]:
    """The last position of a table, and those that are on none: before the first, or far behind all others."""
    cursor.execute(f"SELECT COUNT(*) AS rows, MAX(position) AS last FROM {table}")  # noqa: S608
    row = cursor.fetchone()
    last = row["last"] or 0
    if last > 2 * row["rows"] + _FAR:
        cursor.execute(
            f"SELECT MAX(position) AS last FROM {table} WHERE position<=?",  # noqa: S608
            [2 * row["rows"] + _FAR],
        )
        last = cursor.fetchone()["last"] or 0
    cursor.execute(
        f"SELECT position FROM {table} WHERE position<1 OR position>? ORDER BY position LIMIT ?",  # noqa: S608
        [last, _MOST_STRAYS],
    )
    return last, [each["position"] for each in cursor.fetchall()]


def _is_still(outline: StoreOutline, nodes: Sequence[bytes]) -> bool:
    """Whether the ledger's tree still begins with these blocks."""
    kept = [outline.kept.get((LOWEST, number)) for number in range(len(nodes))]
    return len(nodes) * WIDTH <= outline.extent.leaves and kept == list(nodes)
