"""Signed notes (c2sp.org/signed-note): a text, and the signatures of keys that have names.

Two kinds of keys are known: Ed25519 over the text (0x01), as the ledger and whoever likes sign, and the timestamped
cosignatures of witnesses (0x04, c2sp.org/tlog-cosignature). Signatures of other kinds are kept, and say nothing.
"""

import binascii
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from ledger.proof.errors import ProofError

ED25519, COSIGNATURE = 0x01, 0x04
LONGEST_NOTE = 1 << 20
MOST_SIGNATURES = 100

_DASH = "— "
_ID_BYTES, _TIME_BYTES, _SIGNATURE_BYTES, _PUBLIC_BYTES = 4, 8, 64, 32
_LATEST = 2**63


class Signature(NamedTuple):
    """A signature line: whose, the id of the key, and what the key made of the text."""

    name: str
    key_id: bytes
    signature: bytes

    def line(self) -> str:
        """The line, with its newline."""
        return f"{_DASH}{self.name} {b64encode(self.key_id + self.signature).decode()}\n"


class Note(NamedTuple):
    """A text that ends in a newline, and its signatures, none of them verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        """The signed note as it is written."""
        return self.text + "\n" + "".join(each.line() for each in self.signatures)


class Verifier(NamedTuple):
    """A public key and its name: what a note is verified against."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_id(self) -> bytes:
        """What signature lines name the key by, beside its name."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """The key as a line of text (vkey), which `read_verifier` reads."""
        return f"{self.name}+{self.key_id.hex()}+{b64encode(bytes([self.kind]) + self.public).decode()}"

    def made(self, signature: Signature) -> bool:
        """Whether a signature line says that it is this key's."""
        return (signature.name, signature.key_id) == (self.name, self.key_id)

    def holds(self, text: str, signature: Signature) -> bool:
        """Whether a signature of this key's is one of the text."""
        raw, signed = signature.signature, text.encode()
        if self.kind == COSIGNATURE:
            moment = int.from_bytes(raw[:_TIME_BYTES])
            raw, signed = raw[_TIME_BYTES:], _cosigned(text, moment)
            if moment >= _LATEST:
                return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(raw, signed)
        except (InvalidSignature, ValueError):
            return False
        return True


class Signer(NamedTuple):
    """A private key and its name."""

    name: str
    private: Ed25519PrivateKey
    kind: int = ED25519

    @property
    def verifier(self) -> Verifier:
        """Its public half."""
        return Verifier(self.name, self.private.public_key().public_bytes_raw(), self.kind)

    def sign(self, text: str, moment: int = 0) -> Signature:
        """The signature of a text; a witness's is of a moment, in seconds since 1970."""
        key_id = self.verifier.key_id
        if self.kind == COSIGNATURE:
            made = moment.to_bytes(_TIME_BYTES) + self.private.sign(_cosigned(text, moment))
            return Signature(self.name, key_id, made)
        return Signature(self.name, key_id, self.private.sign(text.encode()))


def verify(note: Note, verifier: Verifier) -> Signature:
    """The signature of a key on a note. Raises ProofError where there is none, or one that is not of the text."""
    found = [each for each in note.signatures if verifier.made(each)]
    if not found:
        names = ", ".join(dict.fromkeys(each.name for each in note.signatures))
        raise ProofError(
            f"the note is signed by {names}, but not with the key {verifier.key_id.hex()} of {verifier.name}; give the "
            "key that signed it, or the first key with all rotations since, as checkpoint key --all prints them"
        )
    for each in found:
        if not verifier.holds(note.text, each):
            raise ProofError(f"the signature of {verifier.name} is not one of this text: one of the two was changed")
    return found[0]


def read_note(raw: bytes) -> Note:
    """The signed note that some bytes are, exactly. Raises ProofError where they are none."""
    if len(raw) > LONGEST_NOTE:
        raise ProofError(f"a note has {LONGEST_NOTE} bytes at the most, and this one {len(raw)}")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise ProofError("a note is text in UTF-8; give the file as it was written") from None
    if any(mark < " " and mark != "\n" for mark in text):
        raise ProofError("a note has no control characters but newlines; give the file as it was written")
    head, gap, tail = text.rpartition("\n\n")
    if not gap or not head.strip("\n") or not tail.endswith("\n"):
        raise ProofError("a signed note is a text, an empty line, and lines of signatures; give the whole file")
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise ProofError(f"a note has {MOST_SIGNATURES} signatures at the most, and this one {len(lines)}")
    return Note(head + "\n", tuple(read_signature(line) for line in lines))


def read_signature(line: str) -> Signature:
    """The signature of a line, without its newline. Raises ProofError where it is invalid."""
    name, gap, encoded = line.removeprefix(_DASH).partition(" ")
    raw = from_base64(encoded)
    if not line.startswith(_DASH) or not gap or not is_name(name) or raw is None or len(raw) <= _ID_BYTES:
        raise ProofError(f"{line[:80]!r} is not a signature; give `— NAME BASE64`")
    return Signature(name, raw[:_ID_BYTES], raw[_ID_BYTES:])


def read_verifier(text: str) -> Verifier:
    """The key of a line `NAME+ID+BASE64`. Raises ProofError where it is invalid, or unknown here."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    raw = from_base64(encoded)
    if not is_name(name) or raw is None or len(raw) != 1 + _PUBLIC_BYTES or raw[0] not in {ED25519, COSIGNATURE}:
        raise ProofError(
            f"{text[:80]!r} is not a key of a signer; give a line NAME+ID+BASE64, as checkpoint key prints it"
        )
    found = Verifier(name, raw[1:], raw[0])
    if found.key_id.hex() != key_id:
        raise ProofError(f"the id of the key is {key_id[:16]!r}, but its name and bytes give {found.key_id.hex()}")
    return found


def is_name(text: str) -> bool:
    """Whether a text may name a key: not empty, without spaces, plus signs and what does not print."""
    return bool(text) and "+" not in text and not any(mark.isspace() or mark < " " for mark in text)


def from_base64(text: str) -> bytes | None:
    """The bytes of standard base64 in canonical form; None for other text."""
    try:
        raw = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return raw if b64encode(raw).decode() == text else None


def _cosigned(text: str, moment: int) -> bytes:
    return f"cosignature/v1\ntime {moment}\n{text}".encode()
