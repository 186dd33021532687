"""The tables of a ledger. Only `events` is the ledger; the others lie outside its positions."""

from ledger.store.dialect import Dialect

_TABLES = (
    """CREATE TABLE IF NOT EXISTS events (
        position {integer} PRIMARY KEY,
        originator_id {text} NOT NULL,
        originator_version {integer} NOT NULL,
        topic {text} NOT NULL,
        state {text} NOT NULL,
        kind {text} NOT NULL,
        employee {text} NOT NULL,
        business_date {text} NOT NULL,
        recorded_at {integer} NOT NULL,
        ref {text} NOT NULL,
        salt {bytes} NOT NULL,
        UNIQUE (originator_id, originator_version))""",
    "CREATE INDEX IF NOT EXISTS events_by_kind ON events (kind{position})",
    "CREATE UNIQUE INDEX IF NOT EXISTS events_by_ref ON events (kind, ref) WHERE ref <> ''",
    # One key of its own for every employee and one for the site, wrapped by the master key; empty once destroyed.
    "CREATE TABLE IF NOT EXISTS keys (subject {text} PRIMARY KEY, wrapped {bytes} NOT NULL){keyed}",
    """CREATE TABLE IF NOT EXISTS imports (
        import {text} PRIMARY KEY,
        format {text} NOT NULL,
        options {text} NOT NULL,
        started_at {integer} NOT NULL,
        bytes_done {integer} NOT NULL,
        lines_done {integer} NOT NULL,
        accepted {integer} NOT NULL,
        duplicate {integer} NOT NULL,
        conflict {integer} NOT NULL,
        rejected {integer} NOT NULL,
        finished {integer} NOT NULL){keyed}""",
    # Lines are never deleted, so the next id is the greatest plus one, given under the append lock.
    """CREATE TABLE IF NOT EXISTS quarantine (
        id {integer} PRIMARY KEY,
        import {text} NOT NULL,
        line {integer} NOT NULL,
        code {text} NOT NULL,
        message {text} NOT NULL,
        "offset" {integer} NOT NULL,
        size {integer} NOT NULL,
        raw {bytes} NOT NULL,
        state {text} NOT NULL,
        answer {text} NOT NULL,
        UNIQUE (import, line, "offset"))""",
    # The bytes of closed periods' reports and closing states, by their digests, which the closings on the ledger name.
    "CREATE TABLE IF NOT EXISTS frozen (digest {text} PRIMARY KEY, content {bytes} NOT NULL){keyed}",
)

TABLE_NAMES = frozenset({"events", "keys", "imports", "quarantine", "frozen"})


def tables(dialect: Dialect) -> list[str]:
    """The statements that make the ledger's tables, in an engine's words."""
    return [statement.format_map(dialect.types) for statement in _TABLES]
