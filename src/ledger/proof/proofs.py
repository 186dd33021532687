"""Proofs as files: of a fact (c2sp.org/tlog-proof), and that one checkpoint continues another.

Both carry all that is needed to check them, and are checked against the ledger's public key alone. What a proof of a
fact shows beside the tree is in its `extra`: the data of the leaf, and, where the content is to be shown, what opens
its commitments (`Opened`). The proof proves it: the leaf's hash is in the tree, and the openings fit the leaf.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ledger.proof import merkle
from ledger.proof.checkpoint import Checkpoint, SignedCheckpoint, number, read_checkpoint, verify_any
from ledger.proof.errors import ProofError
from ledger.proof.leaf import HASH_BYTES, Leaf, commitment, leaf_hash, read_leaf
from ledger.proof.notes import Verifier, from_base64

PROOF = "c2sp.org/tlog-proof@v1"
CONSISTENCY = "workledger/consistency-proof@v1"
LONGEST_PROOF = 16 << 20
MOST_HASHES = 128


class Opened(NamedTuple):
    """What opens one commitment of a leaf: the sub-salt, and the content that is committed to."""

    sub_salt: bytes
    content: str

    def commitment(self) -> bytes:
        """The commitment that it opens."""
        return commitment(self.sub_salt, self.content.encode())


class Shown(NamedTuple):
    """The data of a leaf and what is shown of it: the employee (`who`), the stored state (`what`), or neither."""

    data: bytes
    who: Opened | None = None
    what: Opened | None = None


@dataclass(frozen=True)
class Proof:
    """A proof of a fact: `shown` is None where it proves a leaf that is known from elsewhere."""

    index: int
    path: tuple[bytes, ...]
    signed: SignedCheckpoint
    shown: Shown | None = None

    def __str__(self) -> str:
        """The proof as it is written."""
        extra = "" if self.shown is None else f"extra {b64encode(_extra(self.shown)).decode()}\n"
        hashes = "".join(f"{b64encode(each).decode()}\n" for each in self.path)
        return f"{PROOF}\n{extra}index {self.index}\n{hashes}\n{self.signed.note}"


class Consistency(NamedTuple):
    """A proof that a later checkpoint continues an earlier one."""

    earlier: SignedCheckpoint
    later: SignedCheckpoint
    path: tuple[bytes, ...]

    def __str__(self) -> str:
        """The proof as it is written: its hashes, then both checkpoints, each after a line with its length in bytes."""
        hashes = "".join(f"{b64encode(each).decode()}\n" for each in self.path)
        notes = [str(each.note) for each in (self.earlier, self.later)]
        return f"{CONSISTENCY}\n{hashes}\n" + "".join(f"checkpoint {len(each.encode())}\n{each}" for each in notes)


class Proven(NamedTuple):
    """What a proof has shown to be so: a leaf at its place under a checkpoint, and the content that was opened."""

    leaf: Leaf
    checkpoint: Checkpoint
    employee: str | None
    state: str | None


def verify_proof(raw: bytes, keys: Iterable[Verifier]) -> Proven:
    """What a proof of a fact proves, by the ledger's keys alone. Raises ProofError where it does not hold."""
    proof = read_proof(raw)
    if proof.shown is None:
        raise ProofError("the proof does not say which leaf it proves; give one that prove wrote")
    checkpoint = proof.signed.checkpoint
    verify_any(proof.signed.note, keys)
    check_leaf(leaf_hash(proof.shown.data), proof.index, proof.path, checkpoint)
    leaf = read_leaf(proof.shown.data)
    if leaf.position != proof.index + 1:
        raise ProofError(f"the leaf says position {leaf.position}, but it is at index {proof.index} of the tree")
    return Proven(
        leaf, checkpoint, _opened(proof.shown.who, leaf.who, "who"), _opened(proof.shown.what, leaf.what, "what")
    )


def check_leaf(leaf: bytes, index: int, path: Sequence[bytes], checkpoint: Checkpoint) -> None:
    """See that a leaf's hash is at its place under a checkpoint. Raises ProofError where it is not."""
    if merkle.root_by_inclusion(leaf, index, checkpoint.size, path) != checkpoint.root:
        raise ProofError(f"the proof does not lead from leaf {index} to the root of the checkpoint")


def verify_consistency(raw: bytes, keys: Iterable[Verifier]) -> tuple[Checkpoint, Checkpoint]:
    """The earlier and the later checkpoint of a proof that holds. Raises ProofError where it does not."""
    proof, known = read_consistency(raw), list(keys)
    earlier, later = proof.earlier.checkpoint, proof.later.checkpoint
    verify_any(proof.earlier.note, known)
    verify_any(proof.later.note, known)
    if earlier.origin != later.origin:
        raise ProofError(f"the checkpoints are of two ledgers, {earlier.origin} and {later.origin}")
    merkle.check_consistency(earlier.size, later.size, earlier.root, later.root, proof.path)
    return earlier, later


def read_proof(raw: bytes) -> Proof:
    """The proof of some bytes, not verified. Raises ProofError where they are none."""
    head, _, note = _split(raw, PROOF)
    first, *lines = head
    shown = None
    if first.startswith("extra "):
        shown = _read_extra(from_base64(first.removeprefix("extra ")))
        first, *lines = lines or [""]
    if not first.startswith("index "):
        raise ProofError(f"the proof has {first[:40]!r} where its index would be; give the file as prove wrote it")
    index = number(first.removeprefix("index "), "the index of the proof")
    return Proof(index, _hashes(lines), read_checkpoint(note), shown)


def read_consistency(raw: bytes) -> Consistency:
    """The proof of consistency of some bytes, not verified. Raises ProofError where they are none."""
    head, _, rest = _split(raw, CONSISTENCY)
    checkpoints = []
    for _ in range(2):
        line, _, rest = rest.partition(b"\n")
        size = number(line.removeprefix(b"checkpoint ").decode("ascii", "replace"), "the length of a checkpoint")
        if not line.startswith(b"checkpoint ") or size > len(rest):
            raise ProofError("the proof holds no two checkpoints; give the file as prove-consistency wrote it")
        checkpoints.append(read_checkpoint(rest[:size]))
        rest = rest[size:]
    if rest:
        raise ProofError("something follows the second checkpoint; give the file as prove-consistency wrote it")
    return Consistency(checkpoints[0], checkpoints[1], _hashes(head))


def _split(raw: bytes, kind: str) -> tuple[list[str], bytes, bytes]:
    """The lines after the first up to the first empty one, and what follows it."""
    if len(raw) > LONGEST_PROOF:
        raise ProofError(f"a proof has {LONGEST_PROOF} bytes at the most, and this one {len(raw)}")
    head, gap, rest = raw.partition(b"\n\n")
    if kind == CONSISTENCY and head == kind.encode():
        return [], gap, rest
    try:
        first, *lines = head.decode().split("\n")
    except UnicodeDecodeError:
        first, lines = "", []
    if first != kind or not gap or not lines:
        raise ProofError(f"the file does not begin as a proof does ({kind}); give it as it was written")
    return lines, gap, rest


def _hashes(lines: Sequence[str]) -> tuple[bytes, ...]:
    if len(lines) > MOST_HASHES:
        raise ProofError(f"a proof has {MOST_HASHES} hashes at the most, and this one {len(lines)}")
    found = []
    for line in lines:
        raw = from_base64(line)
        if raw is None or len(raw) != HASH_BYTES:
            raise ProofError(f"{line[:60]!r} in the proof is not a hash; give {HASH_BYTES} bytes in base64")
        found.append(raw)
    return tuple(found)


def _extra(shown: Shown) -> bytes:
    told: dict[str, Any] = {"leaf": b64encode(shown.data).decode()}
    for name, opened, content in (("who", shown.who, "employee"), ("what", shown.what, "state")):
        if opened is not None:
            told[name] = {"sub_salt": b64encode(opened.sub_salt).decode(), content: opened.content}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _read_extra(raw: bytes | None) -> Shown:
    try:
        told = json.loads(raw or b"")
        if not isinstance(told, dict) or not told.keys() <= {"leaf", "who", "what"}:
            raise ValueError
        who, what = _read_opened(told, "who", "employee"), _read_opened(told, "what", "state")
        return Shown(_decoded(told["leaf"]), who, what)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ProofError(
            "the extra line of the proof says nothing about a leaf; give the file as prove wrote it"
        ) from None


def _read_opened(told: dict[str, Any], name: str, content: str) -> Opened | None:
    opened = told.get(name)
    if opened is None:
        return None
    if not isinstance(opened, dict) or opened.keys() != {"sub_salt", content} or not isinstance(opened[content], str):
        raise ValueError
    opened[content].encode()
    return Opened(_decoded(opened["sub_salt"], HASH_BYTES), opened[content])


def _decoded(text: Any, size: int | None = None) -> bytes:
    raw = from_base64(text) if isinstance(text, str) else None
    if raw is None or (size is not None and len(raw) != size):
        raise ValueError
    return raw


def _opened(opened: Opened | None, committed: bytes, name: str) -> str | None:
    if opened is None:
        return None
    if opened.commitment() != committed:
        raise ProofError(f"what the proof shows as {name} is not what the leaf is committed to")
    return opened.content
