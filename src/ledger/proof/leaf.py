"""The leaf of an event, for ever: its layout is settled by the first leaf that is hashed.

The data of a leaf, all numbers big-endian::

    1 byte    0x01, the version of this layout
    8 bytes   position
    4 bytes   length of the stream's id, then the id (originator_id as it is stored, UTF-8)
    8 bytes   version in the stream
    4 bytes   length of the topic, then the topic (UTF-8)
    8 bytes   recorded_at, microseconds since 1970, UTC
    32 bytes  who  = SHA-256(SHA-256(salt ‖ "who") ‖ the employee column, UTF-8)
    32 bytes  what = SHA-256(SHA-256(salt ‖ "what") ‖ the state, its bytes as they are stored)

The salt is the event's own (16 random bytes, kept beside it). What opens a commitment is its inner hash, the sub-salt:
to show `what` gives away neither the salt nor a way to try employees against `who`, and the other way round. The hash
of a leaf is RFC 9162's: SHA-256(0x00 ‖ data). Stored bytes are hashed; nothing is written canonically again.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from struct import Struct, error
from typing import NamedTuple

from ledger.proof.errors import ProofError

LAYOUT = 1
HASH_BYTES = 32
WHO, WHAT = b"who", b"what"

_HEAD = Struct(">BqI")
_MIDDLE = Struct(">qI")
_TAIL = Struct(">q32s32s")


class Leaf(NamedTuple):
    """The data of a leaf."""

    position: int
    stream: str
    version: int
    topic: str
    recorded_at: int
    who: bytes
    what: bytes

    def data(self) -> bytes:
        """Its bytes in the layout."""
        stream, topic = self.stream.encode(), self.topic.encode()
        return b"".join(
            (
                _HEAD.pack(LAYOUT, self.position, len(stream)),
                stream,
                _MIDDLE.pack(self.version, len(topic)),
                topic,
                _TAIL.pack(self.recorded_at, self.who, self.what),
            )
        )

    def hash(self) -> bytes:
        """Its hash in the tree."""
        return leaf_hash(self.data())

    @property
    def fact(self) -> str:
        """The id of the fact, as export writes it."""
        return f"{self.stream}.{self.version}"


def leaf_hash(data: bytes) -> bytes:
    """RFC 9162's hash of a leaf's data."""
    return sha256(b"\x00" + data).digest()


def sub_salt(salt: bytes, purpose: bytes) -> bytes:
    """What opens one commitment of an event: of its salt and WHO or WHAT."""
    return sha256(salt + purpose).digest()


def commitment(opening: bytes, content: bytes) -> bytes:
    """The commitment to a content that a sub-salt opens."""
    return sha256(opening + content).digest()


def leaf_of(
    position: int,
    stream: str,
    version: int,
    topic: str,
    recorded_at: int,
    employee: str,
    state: str,
    salt: bytes,
) -> Leaf:
    """The leaf of an event's columns, as they are stored."""
    who = sha256(sha256(salt + b"who").digest() + employee.encode()).digest()
    what = sha256(sha256(salt + b"what").digest() + state.encode()).digest()
    return Leaf(position, stream, version, topic, recorded_at, who, what)


def leaf_hashes(events: Iterable[tuple[int, str, int, str, int, str, str, bytes]]) -> list[bytes]:
    """The hashes of many leaves: of columns as `leaf_of` takes them; the same in a good half of the time."""
    digest, packed = sha256, _hashed
    hashes = []
    for position, stream, version, topic, recorded_at, employee, state, salt in events:
        who = digest(digest(salt + b"who").digest() + employee.encode()).digest()
        what = digest(digest(salt + b"what").digest() + state.encode()).digest()
        name, kind = stream.encode(), topic.encode()
        size, length = len(name), len(kind)
        pack = packed(size, length).pack
        hashes.append(
            digest(pack(0, LAYOUT, position, size, name, version, length, kind, recorded_at, who, what)).digest()
        )
    return hashes


@lru_cache(maxsize=1_024)
def _hashed(size: int, length: int) -> Struct:
    """What is hashed of a leaf, whose stream and topic have so many bytes."""
    return Struct(f">BBqI{size}sqI{length}sq32s32s")


def read_leaf(data: bytes) -> Leaf:
    """The leaf of some bytes. Raises ProofError where they are not exactly those of a leaf."""
    try:
        layout, position, size = _HEAD.unpack_from(data)
        start = _HEAD.size + size
        version, length = _MIDDLE.unpack_from(data, start)
        end = start + _MIDDLE.size + length
        recorded_at, who, what = _TAIL.unpack_from(data, end)
        stream = data[_HEAD.size : start].decode()
        topic = data[start + _MIDDLE.size : end].decode()
    except (error, UnicodeDecodeError):
        raise _none() from None
    if layout != LAYOUT or len(data) != end + _TAIL.size:
        raise _none()
    return Leaf(position, stream, version, topic, recorded_at, who, what)


def _none() -> ProofError:
    return ProofError(f"the bytes are no leaf of layout {LAYOUT}; give the data of a leaf as prove writes it")
