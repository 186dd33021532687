"""Which key followed which: a note says it, and both have signed it; so the first key leads to every later one."""

from collections.abc import Sequence
from typing import NamedTuple

from ledger.proof.errors import ProofError
from ledger.proof.notes import Note, Signer, Verifier, read_note, read_verifier, verify

ROTATION = "workledger/key-rotation@v1"
LONGEST_CHAIN = 1 << 20


class Rotation(NamedTuple):
    """One key after another, and when (RFC 3339)."""

    earlier: Verifier
    later: Verifier
    at: str

    def text(self) -> str:
        """The text that both keys sign."""
        return f"{ROTATION}\n{self.earlier}\n{self.later}\n{self.at}\n"


def signed_rotation(earlier: Signer, later: Signer, at: str) -> Note:
    """The note that one key is followed by another."""
    text = Rotation(earlier.verifier, later.verifier, at).text()
    return Note(text, (earlier.sign(text), later.sign(text)))


def read_rotation(note: Note) -> Rotation:
    """The rotation that a note is, verified by its own keys. Raises ProofError where it does not hold."""
    lines = note.text.removesuffix("\n").split("\n")
    if len(lines) != 4 or lines[0] != ROTATION:
        raise ProofError(f"the note does not say which key follows which; begin it with {ROTATION}")
    rotation = Rotation(read_verifier(lines[1]), read_verifier(lines[2]), lines[3])
    verify(note, rotation.earlier)
    verify(note, rotation.later)
    return rotation


def chain_text(first: Verifier, notes: Sequence[str]) -> str:
    """The first key, and the note of every rotation since, as `read_keys` reads them."""
    return "\n".join([f"{first}\n", *notes])


def read_keys(raw: bytes) -> list[Verifier]:
    """The keys of a text, the oldest first: one line, or a first key and the rotations that lead on from it.

    Whoever trusts the first line may trust them all. Raises ProofError where one does not follow from the one before.
    """
    if len(raw) > LONGEST_CHAIN:
        raise ProofError(f"a text of keys has {LONGEST_CHAIN} bytes at the most, and this one {len(raw)}")
    try:
        first, _, rest = raw.decode().strip().partition("\n")
    except UnicodeDecodeError:
        raise ProofError("the key is not text in UTF-8; give a line NAME+ID+BASE64") from None
    keys = [read_verifier(first)]
    before, *pieces = f"\n{rest}".split(f"\n{ROTATION}\n")
    if before.strip("\n"):
        raise ProofError(
            "something follows the first key that is not a rotation; give the text as checkpoint key printed it"
        )
    for piece in pieces:
        note = piece.strip("\n")
        rotation = read_rotation(read_note(f"{ROTATION}\n{note}\n".encode()))
        if rotation.earlier != keys[-1] or rotation.later.name != keys[-1].name:
            raise ProofError(f"the rotation of {rotation.at[:40]} does not follow from the key before it")
        keys.append(rotation.later)
    return keys
