"""Closing a period (S11.2): its frozen bytes, the `close` fact that names them, and a signed checkpoint up to it.

In one transaction or not at all. What is frozen is computed before the append lock is taken, and recorded as of the
instant and the position that it was computed at; where something was recorded meanwhile, it is computed again.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from ledger.appends.append import Append
from ledger.appends.ledger_state import StoredLedgerState
from ledger.calendar import instant
from ledger.decisions.clock_acceptance import AcceptedClock, refused_by_acceptance
from ledger.decisions.closing import refused_closing
from ledger.decisions.identifiers import settled_name
from ledger.decisions.state import Known
from ledger.facts.governance import Close
from ledger.facts.prepared_fact import prepared
from ledger.proof.frozen_digest import CLOSING_STATE, kept_random, salted
from ledger.proof.rows import row_root
from ledger.refusal import DamageError, LedgerError, Refusal
from ledger.store.dialect import StoreCursor

COMPUTED_BEFOREHAND = 2
"""How often a closing is computed without holding anybody up; then once under the append lock."""


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


LOST = b""
"""Kept in place of frozen bytes that a restore could not have: version 0.1.0 exported none, and no program computes
them again."""
WITHOUT_FROZEN_BYTES = "0.1.0"
"""The version whose exports have no frozen bytes."""

Turn = Callable[[], AbstractContextManager[None]]
"""What is computed waits for its turn with others who compute."""

Answer = TypeVar("Answer")
Record = Callable[[Callable[[Append], Known]], Answer]
"""Carries work out under the append lock, and answers with what it makes of the closing, after its commit."""


@dataclass(frozen=True)
class ClosingAsked:
    """A period that is to be closed, by whom; `held` keeps reductions of closed pay back (S11.4).

    `sent` are the `recorded_by` and the `source` of the closing, where somebody sends it.
    """

    period: str
    by: str
    freeze: Freeze
    held: bool = False
    sent: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class FrozenAt:
    """What a closing freezes, as it was computed after the fact at a position, for an instant that is not before it."""

    position: int
    at: int
    frozen: Frozen


class _OutdatedError(Exception):
    """Something was recorded after the figures were computed."""


def close(asked: ClosingAsked, compute: Callable[[], FrozenAt], record: Record[Answer], turn: Turn) -> Answer:
    """Close a period; what is frozen is what `compute` answers in a `turn`, or else is computed under the append lock.

    Who waits for a turn never holds the append lock. Raises LedgerError where the period cannot be closed.
    """
    for _ in range(COMPUTED_BEFOREHAND):
        with turn():
            made = compute()
        try:
            return record(lambda append, made=made: close_period(append, asked, made))  # type: ignore[misc]
        except _OutdatedError:
            continue
    with turn():
        return record(lambda append: close_period(append, asked))


def close_period(append: Append, asked: ClosingAsked, made: FrozenAt | None = None) -> Known:
    """Close a period under the append lock, so that nothing is recorded between its reports and its closing.

    Raises LedgerError where the period cannot be closed.
    """
    if made is not None:
        if made.position != append.position:
            raise _OutdatedError
        append.date(made.at)
    clocks = append.check_clock()
    # By the clock itself: the facts may be dated by an earlier one that was wrong.
    refusal = refused(append.ledger_state, asked.period, append.now, clocks)
    if refusal is not None:
        raise LedgerError(refusal.message)
    by = settled_name(asked.by, append.ledger_state)
    if isinstance(by, Refusal):
        raise LedgerError(by.message)
    frozen = asked.freeze(append.position + 1, append.recorded_at) if made is None else made.frozen
    # Two, for one opens the rows of an employee, the other digests over everyone's.
    salt, random = append.salt(), append.salt()
    reports = {name: salted(content, random, name) for name, content in frozen.reports.items()}
    closing = salted(frozen.closing, random, CLOSING_STATE)
    fact = Close(
        period=asked.period,
        by=by,
        rules=frozen.rules,
        code=frozen.code,
        tzdata=frozen.tzdata,
        report_digests={name: digest_of(content) for name, content in reports.items()},
        closing_digest=digest_of(closing),
        held=True if asked.held else None,
        row_roots={name: row_root(salt, name, rows) for name, rows in frozen.rows.items()} or None,
        ext=kept_random(random),
        **dict(asked.sent),
    )
    keep(append.cursor, [*reports.values(), closing])
    known = append.put(prepared(fact, append.ledger_state.site), None, salt)
    append.checkpoint(period=asked.period)
    return known


def refused(ledger_state: StoredLedgerState, period: str, now: int, clocks: Sequence[AcceptedClock]) -> Refusal | None:
    """Why a period cannot be closed at an instant (microseconds since 1970), after these clocks were accepted.

    None where it can.
    """
    site = ledger_state.site
    if site is None:
        return Refusal("no_site", "the ledger has no site yet; make it with init")
    today = instant(now).astimezone(site.zone).date()
    return refused_closing(period, site, ledger_state.closed_periods(), today) or refused_by_acceptance(
        period, site, clocks
    )


def digest_of(content: bytes) -> str:
    """SHA-256 of frozen bytes, as 64 hexadecimal digits."""
    return sha256(content).hexdigest()


def keep(cursor: StoreCursor, contents: Iterable[bytes]) -> None:
    """Keep frozen bytes under their digests; what is kept already is left as it is."""
    _keep(cursor, {(digest_of(content), content) for content in contents})


def keep_lost(cursor: StoreCursor, digests: Iterable[str]) -> None:
    """Keep that the frozen bytes of some digests are lost."""
    _keep(cursor, {(digest, LOST) for digest in digests})


def _keep(cursor: StoreCursor, rows: set[tuple[str, bytes]]) -> None:
    insert = "INSERT INTO frozen (digest, content) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING"
    cursor.executemany(insert, sorted(rows))


def kept(cursor: StoreCursor, digest: str) -> bytes | None:
    """The frozen bytes of a digest; None where they are not kept here, `LOST` where they are lost.

    Raises DamageError where they were changed.
    """
    cursor.execute("SELECT content FROM frozen WHERE digest=?", [digest])
    row = cursor.fetchone()
    if row is None:
        return None
    return sound(digest, row["content"])


def sound(digest: str, found: str | bytes) -> bytes:
    """The frozen bytes that are kept under a digest. Raises DamageError where they were changed."""
    # What was changed by hand may have become text.
    content = found.encode() if isinstance(found, str) else bytes(found)
    if content != LOST and digest_of(content) != digest:
        # Whoever asks for a figure hears of it, and a digest is not for everyone.
        raise DamageError(
            "frozen bytes of a closed period were changed; workledger verify says which; restore the ledger from a "
            "copy or an export"
        )
    return content
