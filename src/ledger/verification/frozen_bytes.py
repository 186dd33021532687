"""The frozen bytes of closed periods (S11.2), held against the digests that the closings on the ledger name."""

from collections.abc import Iterator

from pydantic_core import from_json

from ledger.closing import LOST, WITHOUT_FROZEN_BYTES, digest_of
from ledger.facts.governance import Close, Erasure
from ledger.proof.frozen_digest import CLOSING_STATE
from ledger.proof.rows import row_root, rows_of
from ledger.refusal import WrongMasterKeyError
from ledger.store.dialect import StoreCursor
from ledger.store.keys.keyring import Keyring, subject_of
from ledger.verification.event_contents import Row
from ledger.verification.findings import FROZEN, KEY, Finding
from ledger.verification.stored_rows import StoredRows, as_bytes


def frozen_of(cursor: StoreCursor) -> list[Finding]:
    """The frozen bytes that are missing, or are not those of their digest."""
    return [found for row in StoredRows(cursor).of_kind(Close.kind) for found in _of_closing(cursor, row)]


def destroyed_keys(cursor: StoreCursor) -> list[Finding]:
    """The keys of employees that were destroyed although nobody's erasure is on the ledger."""
    erased = {subject_of(row.employee) for row in StoredRows(cursor).of_kind(Erasure.kind)}
    cursor.execute("SELECT subject FROM keys WHERE wrapped=? ORDER BY subject", [b""])
    destroyed = [str(row["subject"]) for row in cursor.fetchall()]
    return [
        Finding(KEY, 0, 0, f"the key of {subject} was destroyed, and no erasure is on the ledger")
        for subject in destroyed
        if subject not in erased
    ]


def master_key_of(cursor: StoreCursor, keyring: Keyring) -> list[Finding]:
    """That the master key which is here is another ledger's, or the site's key was changed."""
    try:
        keyring.master.match(cursor)
    except WrongMasterKeyError as error:
        return [Finding(KEY, 0, 0, str(error))]
    return []


def _of_closing(cursor: StoreCursor, row: Row) -> Iterator[Finding]:
    try:
        state = from_json(row.state)
        digests = {**(state.get("report_digests") or {}), CLOSING_STATE: state.get("closing_digest")}
        period = state["period"]
    except (ValueError, TypeError, KeyError, AttributeError):
        # What is wrong with the event itself is said of it.
        return
    for name, digest in digests.items():
        if digest is None:
            continue
        cursor.execute("SELECT content FROM frozen WHERE digest=?", [str(digest)])
        kept = cursor.fetchone()
        what = f"the frozen {name} of {period}, closed at position {row.position},"
        if kept is not None and as_bytes(kept["content"]) == LOST and state.get("code") == WITHOUT_FROZEN_BYTES:
            # The export of that version did not carry it; what is computed at its coordinates is told beside.
            continue
        if kept is None or as_bytes(kept["content"]) == LOST:
            yield Finding(FROZEN, row.position, row.position, f"{what} is missing")
        elif digest_of(as_bytes(kept["content"])) != digest:
            yield Finding(
                FROZEN, row.position, row.position, f"{what} was altered: it has not the digest of its closing"
            )
        elif not _rows_hold(cursor, row, name, as_bytes(kept["content"])):
            yield Finding(FROZEN, row.position, row.position, f"{what} has other rows than its closing commits to")


def _rows_hold(cursor: StoreCursor, row: Row, name: str, content: bytes) -> bool:
    """Whether a closing commits to the rows that it froze, where it commits to any and was made in this ledger.

    What is restored from a plain export has other salts, and no checkpoint of the closing.
    """
    root = (from_json(row.state).get("row_roots") or {}).get(name)
    if root is None:
        return True
    cursor.execute("SELECT 1 AS found FROM checkpoints WHERE size=? AND period<>?", [row.position, ""])
    if cursor.fetchone() is None:
        return True
    try:
        rows = rows_of(content)
    except ValueError:
        return False
    return row_root(as_bytes(row.salt), name, rows) == str(root)
