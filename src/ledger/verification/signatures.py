"""What was signed of a ledger: its keys, the checkpoints that it keeps, and one that is given."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from ledger.checkpoints.signing_keys import ORIGIN
from ledger.facts.governance import Close
from ledger.proof.checkpoint import SignedCheckpoint, read_checkpoint, verify_any, verify_checkpoint
from ledger.proof.errors import ProofError
from ledger.proof.notes import Verifier
from ledger.proof.rotation import chain_text, read_keys
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor
from ledger.verification.derived_tree import Pledge
from ledger.verification.findings import CHECKPOINT, KEY, Finding, positions
from ledger.verification.stored_rows import as_bytes


class Keys(NamedTuple):
    """The keys that checkpoints are verified against, the oldest first, and what is wrong with those of the ledger."""

    trusted: Sequence[Verifier]
    wrong: Sequence[Finding] = ()


class Signed(NamedTuple):
    """The checkpoints whose signatures hold, and the others that are kept."""

    pledges: Sequence[Pledge]
    wrong: Sequence[Finding]


def keys_of(cursor: StoreCursor, given: Sequence[Verifier]) -> Keys:
    """The keys of a store, each following from the one before, and the first its origin; with them those given.

    One of them that is given vouches for all: at a rotation both keys sign.
    """
    try:
        chain = _chain(cursor)
    except ProofError as error:
        return Keys(list(given), [_key(f"the ledger's keys do not follow from one another: {error}")])
    if given and not set(given) & set(chain):
        return Keys(
            list(given), [_key("the keys that the ledger keeps are not those that were given")] if chain else []
        )
    return Keys(chain or list(given))


def signed_of(cursor: StoreCursor, keys: Keys) -> Signed:
    """The checkpoints that a store keeps."""
    cursor.execute("SELECT * FROM checkpoints ORDER BY number")
    pledges, wrong = [], []
    for row in cursor.fetchall():
        try:
            said = _kept(row, keys.trusted).checkpoint
        except ProofError as error:
            wrong.append(_checkpoint(row, str(error)))
            continue
        if (said.size, said.root, said.period) != (row["size"], as_bytes(row["root"]), row["period"]):
            wrong.append(_checkpoint(row, "it is kept under another position, root or period than it is of"))
        closing = f" with which {said.period} was closed" if said.period else ""
        pledges.append(Pledge(said.size, said.root, f"the kept checkpoint at position {said.size}{closing}"))
    return Signed(pledges, wrong)


def missing_checkpoints(cursor: StoreCursor) -> list[Finding]:
    """The checkpoints that were kept and are gone, as far as what is left tells: numbers, notes, and closings.

    One that was made last, on demand, leaves no trace in the store; a copy that is kept elsewhere does.
    """
    cursor.execute("SELECT number, size, note FROM checkpoints ORDER BY number")
    rows = cursor.fetchall()
    wrong, expected = [], 1
    notes: set[Any] = set()
    for row in rows:
        if row["number"] != expected:
            gone = positions(expected, row["number"] - 1, "number", "numbers")
            wrong.append(Finding(CHECKPOINT, 0, 0, f"the kept checkpoint of {gone} was removed"))
        if row["note"] in notes:
            wrong.append(_checkpoint(row, "another one was put in its place"))
        notes.add(row["note"])
        expected = row["number"] + 1
    return [*wrong, *_closings_without(cursor, rows)]


def _closings_without(cursor: StoreCursor, rows: Sequence[Any]) -> list[Finding]:
    """The closings whose checkpoint is not kept, after the first that is: before it, all may have been restored."""
    try:
        said = [read_checkpoint(row["note"].encode()).checkpoint for row in rows]
    except (ProofError, AttributeError):
        # What is wrong with a checkpoint is said of it.
        return []
    first = min((each.size for each in said), default=None)
    closed = {each.size for each in said if each.period}
    topics = f"{Close.kind}.v%"
    cursor.execute("SELECT position FROM events WHERE kind=? AND topic LIKE ? ORDER BY position", [Close.kind, topics])
    return [
        Finding(CHECKPOINT, at, at, f"the kept checkpoint of the closing at position {at} was removed")
        for at in [row["position"] for row in cursor.fetchall()]
        if first is not None and at > first and at not in closed
    ]


def given_checkpoint(raw: bytes, keys: Keys) -> Pledge:
    """What a checkpoint from elsewhere says. Raises ProofError where no key signed it, or it is another ledger's."""
    if not keys.trusted:
        raise LedgerError("the ledger keeps no key that the checkpoint could be signed with; give it with --pub")
    said = verify_checkpoint(raw, _named(raw, keys.trusted)).checkpoint
    return Pledge(said.size, said.root, f"the given checkpoint at position {said.size}")


def _named(raw: bytes, trusted: Sequence[Verifier]) -> Sequence[Verifier]:
    origin = read_checkpoint(raw).checkpoint.origin
    name = trusted[0].name
    if origin != name:
        raise ProofError(f"the checkpoint is of {origin}, and this ledger is {name}; name the store that it is of")
    return trusted


def _chain(cursor: StoreCursor) -> list[Verifier]:
    cursor.execute("SELECT number, name, key_id, public, note FROM signing_keys ORDER BY number")
    rows = cursor.fetchall()
    if not rows:
        return []
    kept = [Verifier(row["name"], as_bytes(row["public"])) for row in rows]
    chain = read_keys(chain_text(kept[0], [row["note"] for row in rows[1:]]).encode())
    if chain != kept:
        raise ProofError("a rotation is of another key than the one that is kept with it")
    if kept[0].name != ORIGIN + sha256(kept[0].public).hexdigest()[:16]:
        raise ProofError(f"the first key is not the one that {kept[0].name} is named after")
    if [key.key_id for key in kept] != [as_bytes(row["key_id"]) for row in rows]:
        raise ProofError("a key is kept under another id than its own")
    return chain


def _kept(row: Any, trusted: Sequence[Verifier]) -> SignedCheckpoint:
    note = row["note"]
    signed = read_checkpoint(note.encode() if isinstance(note, str) else bytes(note))
    if not trusted:
        raise ProofError("the ledger keeps no key that it could be signed with")
    if signed.checkpoint.origin != trusted[0].name:
        raise ProofError(f"it is of {signed.checkpoint.origin}, and this ledger is {trusted[0].name}")
    verify_any(signed.note, trusted)
    return signed


def _key(sentence: str) -> Finding:
    return Finding(KEY, 0, 0, sentence)


def _checkpoint(row: Any, why: str) -> Finding:
    size = row["size"] if type(row["size"]) is int else 0
    return Finding(CHECKPOINT, size, size, f"the checkpoint that is kept as number {row['number']} was changed: {why}")
