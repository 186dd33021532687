"""The version of a store's tables, as the store says it, and what a store holds that this program does not know."""

from collections.abc import Iterable

from ledger.facts.base import KINDS
from ledger.refusal import LedgerError
from ledger.store.dialect import StoreCursor

SCHEMA_VERSION = 4
"""Of the tables and of what is in them. One more whenever an older program would misread or lose something: with a
table or a column that it does not know, a kind of fact, or another version of a kind."""

_KINDS_THERE = (
    "WITH RECURSIVE there(kind) AS (SELECT MIN(kind) FROM events UNION ALL "
    "SELECT (SELECT MIN(kind) FROM events WHERE kind > there.kind) FROM there WHERE there.kind IS NOT NULL) "
    "SELECT kind FROM there WHERE kind IS NOT NULL"
)
"""Every kind once, by a step through the index for each: the events are not read."""


def refuse_newer(name: str, version: int) -> None:
    """Raises LedgerError where a store's tables are of a later version than this program's."""
    if version > SCHEMA_VERSION:
        raise LedgerError(
            f"the ledger {name} was made by a newer version of workledger: its tables are of version {version}, and "
            f"this program knows {SCHEMA_VERSION}; use the version that made it, or a newer one"
        )


def refuse_unknown_kinds(cursor: StoreCursor) -> None:
    """Raises LedgerError where a fact is of a kind that this program does not know: it would count for nothing."""
    cursor.execute(_KINDS_THERE)
    unknown = [str(row["kind"]) for row in cursor.fetchall() if row["kind"] not in KINDS]
    if not unknown:
        return
    condition, parameters = cursor.dialect.any_of("kind", unknown)
    cursor.execute(f"SELECT MIN(position) AS first FROM events WHERE {condition}", parameters)  # noqa: S608
    raise LedgerError(unknown_sentence(unknown, cursor.fetchone()["first"]))


def known_topics(kind: str) -> list[str]:
    """The topics of a kind that this program reads: of all versions up to its own."""
    return [f"{kind}.v{version}" for version in range(1, KINDS[kind].version + 1)] if kind in KINDS else []


def unknown_sentence(kinds: Iterable[str], position: int) -> str:
    """What is said of facts of unknown kinds, the first of them at a position."""
    named = ", ".join(repr(kind[:60]) for kind in sorted(kinds))
    return (
        f"the ledger holds facts that this version of workledger does not know ({named}, the first at position "
        f"{position}); use the version that recorded them, or take all of it along with export --exact or backup"
    )
