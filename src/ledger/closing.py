"""Closing a period (S11.2): its frozen bytes, the `close` fact that names them, and a signed checkpoint up to it.

In one transaction or not at all.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from ledger.append import Append
from ledger.calendar import instant
from ledger.decisions.closing import refused_closing
from ledger.decisions.state import Known
from ledger.facts.governance import Close
from ledger.facts.prepared import prepared
from ledger.proof.rows import row_root
from ledger.refusal import LedgerError, Refusal
from ledger.standing import Standing
from ledger.store.dialect import StoreCursor


@dataclass(frozen=True)
class Frozen:
    """What a closing freezes: the bytes of every report and of the closing state, and what they were computed by."""

    rules: str
    code: str
    tzdata: str
    reports: Mapping[str, bytes]
    closing: bytes
    rows: Mapping[str, Sequence[bytes]] = field(default_factory=dict)
    """Of some reports each row's bytes, which the closing commits to one by one."""


Freeze = Callable[[int, int], Frozen]
"""From the position and the instant (microseconds since 1970) of the closing to what it freezes."""


def close_period(append: Append, period: str, by: str, freeze: Freeze, *, held: bool) -> Known:
    """Close a period under the append lock, so that nothing is recorded between its reports and its closing.

    Raises LedgerError where the period cannot be closed.
    """
    refusal = refused(append.standing, period, append.recorded_at)
    if refusal is not None:
        raise LedgerError(refusal.message)
    frozen = freeze(append.position + 1, append.recorded_at)
    salt = append.salt()
    fact = Close(
        period=period,
        by=by,
        rules=frozen.rules,
        code=frozen.code,
        tzdata=frozen.tzdata,
        report_digests={name: digest_of(content) for name, content in frozen.reports.items()},
        closing_digest=digest_of(frozen.closing),
        held=True if held else None,
        row_roots={name: row_root(salt, name, rows) for name, rows in frozen.rows.items()} or None,
    )
    keep(append.cursor, [*frozen.reports.values(), frozen.closing])
    known = append.put(prepared(fact, append.standing.site), None, salt)
    append.checkpoint(period=period)
    return known


def refused(standing: Standing, period: str, now: int) -> Refusal | None:
    """Why a period cannot be closed at an instant (microseconds since 1970); None where it can."""
    site = standing.site
    if site is None:
        return Refusal("no_site", "the ledger has no site yet; make it with init")
    return refused_closing(period, site, standing.closed_periods(), instant(now).astimezone(site.zone).date())


def digest_of(content: bytes) -> str:
    """SHA-256 of frozen bytes, as 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def keep(cursor: StoreCursor, contents: Iterable[bytes]) -> None:
    """Keep frozen bytes under their digests; what is kept already is left as it is."""
    rows = sorted({(digest_of(content), content) for content in contents})
    cursor.executemany("INSERT INTO frozen (digest, content) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING", rows)


def kept(cursor: StoreCursor, digest: str) -> bytes | None:
    """The frozen bytes of a digest; None where they are not kept here. Raises LedgerError where they were changed."""
    cursor.execute("SELECT content FROM frozen WHERE digest=?", [digest])
    row = cursor.fetchone()
    if row is None:
        return None
    return sound(digest, row["content"])


def sound(digest: str, found: str | bytes) -> bytes:
    """The frozen bytes that are kept under a digest. Raises LedgerError where they were changed."""
    # What was changed by hand may have become text.
    content = found.encode() if isinstance(found, str) else bytes(found)
    if digest_of(content) != digest:
        raise LedgerError(f"the frozen bytes of {digest} were changed; restore the ledger from a copy or an export")
    return content
