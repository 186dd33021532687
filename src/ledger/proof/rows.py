"""The rows of a frozen report, committed to one by one: one is shown, and proven, without the others.

Row n (counted from 0) of a report has a commitment, SHA-256(opening ‖ the row's bytes as they are frozen). Its opening
is SHA-256(SHA-256(salt ‖ "rows") ‖ report, UTF-8 ‖ n, 8 bytes big-endian), of the salt of the closing: to show one row
gives away neither another's opening nor a way to try amounts against it. The root is RFC 9162's over the commitments.
"""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from ledger.proof import merkle
from ledger.proof.leaf import commitment, leaf_hash, sub_salt

ROWS = b"rows"


class RowProof(NamedTuple):
    """That a row is one of those that a closing committed to: what opens it, its number, and the path to the root."""

    opening: bytes
    number: int
    size: int
    path: tuple[bytes, ...]


def row_root(salt: bytes, report: str, rows: Sequence[bytes]) -> str:
    """The root over the rows of a report, as 64 hexadecimal digits."""
    return merkle.root(_reader(salt, report, rows), len(rows)).hex()


def row_proof(salt: bytes, report: str, rows: Sequence[bytes], index: int) -> RowProof:
    """The proof of one row."""
    path = merkle.inclusion(_reader(salt, report, rows), index, len(rows))
    return RowProof(_opening(salt, report, index), index, len(rows), tuple(path))


def rows_of(content: bytes) -> list[bytes]:
    """Each row of a report that was frozen, as it stands there. Raises ValueError where the bytes are no report."""
    try:
        rows = json.loads(content)["rows"]
    except (KeyError, TypeError):
        raise ValueError("no rows") from None
    return [json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() for row in rows]


def _reader(salt: bytes, report: str, rows: Sequence[bytes]) -> merkle.Reader:
    hashes = [leaf_hash(commitment(_opening(salt, report, index), row)) for index, row in enumerate(rows)]
    return lambda level, number: merkle.subtree_hash(hashes[number << level : (number + 1) << level])


def _opening(salt: bytes, report: str, index: int) -> bytes:
    return sha256(sub_salt(salt, ROWS) + report.encode() + index.to_bytes(8)).digest()
