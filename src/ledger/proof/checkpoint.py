"""Checkpoints (c2sp.org/tlog-checkpoint): how many events there are and the root over them, signed by the ledger.

A checkpoint that is signed at a closing says which period it closes, on a line of its own below the root.
"""

from base64 import b64encode
from collections.abc import Iterable
from typing import NamedTuple

from ledger.proof.errors import ProofError
from ledger.proof.leaf import HASH_BYTES
from ledger.proof.notes import Note, Verifier, from_base64, read_note, verify

CLOSES = "closes "
"""What begins the line that names the period."""
_LARGEST = 2**63


class Checkpoint(NamedTuple):
    """What a checkpoint says. `extensions` are the lines below the root; each says something of its own."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """The period that it closes; empty where it was made on demand."""
        return next((line.removeprefix(CLOSES) for line in self.extensions if line.startswith(CLOSES)), "")

    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


class SignedCheckpoint(NamedTuple):
    """A checkpoint, and the note that it was read from."""

    checkpoint: Checkpoint
    note: Note


def read_checkpoint(raw: bytes) -> SignedCheckpoint:
    """The checkpoint of some bytes, its signatures not verified. Raises ProofError where they are none."""
    note = read_note(raw)
    return SignedCheckpoint(checkpoint_of(note.text), note)


def checkpoint_of(text: str) -> Checkpoint:
    """The checkpoint that a text is. Raises ProofError where it is invalid."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 3 or not all(lines):
        raise ProofError(
            "a checkpoint is an origin, a size and a root, each on a line; give the file as it was written"
        )
    origin, size, encoded, *extensions = lines
    root = from_base64(encoded)
    if root is None or len(root) != HASH_BYTES:
        raise ProofError(f"the root of the checkpoint is {encoded[:60]!r}; give {HASH_BYTES} bytes in base64")
    return Checkpoint(origin, number(size, "the size of the checkpoint"), root, tuple(extensions))


def verify_checkpoint(raw: bytes, keys: Iterable[Verifier]) -> SignedCheckpoint:
    """The checkpoint of some bytes that one of the ledger's keys has signed. Raises ProofError where none has."""
    signed = read_checkpoint(raw)
    verify_any(signed.note, keys)
    return signed


def verify_any(note: Note, keys: Iterable[Verifier]) -> Verifier:
    """The first of some keys that has signed a note. Raises ProofError where none has, or a signature does not hold."""
    known = list(keys)
    assert known, "a note is verified against a key"
    for key in known:
        if any(key.made(each) for each in note.signatures):
            verify(note, key)
            return key
    verify(note, known[0])
    raise AssertionError("a note that is not signed by a key is not verified by it")


def number(text: str, what: str) -> int:
    """The whole number of a text, in canonical form. Raises ProofError where it is invalid, or too large."""
    if not (text.isascii() and text.isdigit()) or len(text) > 19 or str(int(text)) != text or int(text) >= _LARGEST:
        raise ProofError(f"{what} is {text[:40]!r}; give a whole number without leading zeros")
    return int(text)
