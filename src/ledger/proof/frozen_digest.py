"""The digest of frozen bytes that gives away nothing of them: they begin with 32 random bytes of their own.

A report, and a closing state, is an object in JSON. It is frozen with a field `salt` before its own, and the digest is
SHA-256 of all of it. The salt of each is derived from 16 random bytes of the closing, as 64 hexadecimal digits:
SHA-256(SHA-256(random ‖ "reports") ‖ its name, UTF-8). To show one report with its salt gives away no other's. The
random bytes are sealed in the closing's own `ext`, so that an export of the whole ledger has them, and a restored
ledger can compute the same bytes again; whoever reads the closing, or is given a proof of it, has not.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from ledger.proof.leaf import sub_salt

CLOSING_STATE = "closing state"
"""What the closing state is called among the reports."""
_REPORTS = b"reports"
_SALT = "salt"
_BEGINNING = b'{"salt":"'
_END = b'",'


def salted(content: bytes, random: bytes | None, name: str) -> bytes:
    """The bytes that are frozen of a report of that name; as they are where the closing drew no random bytes."""
    return content if random is None else _BEGINNING + _salt(random, name) + _END + content[1:]


def salted_like(content: bytes, frozen: bytes) -> bytes:
    """The bytes that would be frozen of a content under the salt of others; as they are where those have none."""
    if not frozen.startswith(_BEGINNING):
        return content
    return frozen[: frozen.index(_END) + len(_END)] + content[1:]


def without_salt(frozen: bytes) -> bytes:
    """The report, or the closing state, of frozen bytes."""
    return b"{" + frozen[frozen.index(_END) + len(_END) :] if frozen.startswith(_BEGINNING) else frozen


def kept_random(random: bytes) -> dict[str, Any]:
    """The `ext` that keeps the random bytes of a closing."""
    return {_SALT: random.hex()}


def random_of(ext: Mapping[str, Any] | None) -> bytes | None:
    """The random bytes of a closing, of its `ext`; None of a closing from before there were any."""
    found = ext.get(_SALT) if isinstance(ext, Mapping) else None
    try:
        return bytes.fromhex(found) if isinstance(found, str) else None
    except ValueError:
        return None


def _salt(random: bytes, name: str) -> bytes:
    return sha256(sub_salt(random, _REPORTS) + name.encode()).hexdigest().encode()
