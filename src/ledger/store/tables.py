"""The tables of a ledger. Only `events` is the ledger; the others lie outside its positions."""

import re
from typing import NamedTuple

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
    # Which positions an import recorded: a stretch for each of its transactions.
    """CREATE TABLE IF NOT EXISTS import_facts (
        import {text} NOT NULL,
        first {integer} NOT NULL,
        last {integer} NOT NULL,
        PRIMARY KEY (import, first)){keyed}""",
    # Who sent an import, by number; an import that is not here is HR's.
    "CREATE TABLE IF NOT EXISTS import_senders (import {text} PRIMARY KEY, sender {text} NOT NULL){keyed}",
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
    # The Merkle tree: the hash of every event's leaf, and of the complete subtrees of 2^level leaves, from level 8 up.
    "CREATE TABLE IF NOT EXISTS leaves (position {integer} PRIMARY KEY, hash {bytes} NOT NULL)",
    """CREATE TABLE IF NOT EXISTS nodes (
        level {integer} NOT NULL,
        number {integer} NOT NULL,
        hash {bytes} NOT NULL,
        PRIMARY KEY (level, number)){keyed}""",
    # The keys that sign checkpoints, wrapped by the master key; in the note the key before says which one follows it.
    """CREATE TABLE IF NOT EXISTS signing_keys (
        number {integer} PRIMARY KEY,
        name {text} NOT NULL,
        key_id {bytes} NOT NULL,
        public {bytes} NOT NULL UNIQUE,
        wrapped {bytes} NOT NULL,
        created_at {integer} NOT NULL,
        retired_at {integer} NOT NULL,
        note {text} NOT NULL){keyed}""",
    # Signed checkpoints with the signatures of witnesses; several may be of one size.
    """CREATE TABLE IF NOT EXISTS checkpoints (
        number {integer} PRIMARY KEY,
        size {integer} NOT NULL,
        root {bytes} NOT NULL,
        period {text} NOT NULL,
        created_at {integer} NOT NULL,
        note {text} NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS checkpoints_by_size ON checkpoints (size)",
    # What was answered to requests under a key of the sender's; keys are kept as digests, answers sealed.
    """CREATE TABLE IF NOT EXISTS answers (
        request {bytes} PRIMARY KEY,
        fingerprint {bytes} NOT NULL,
        answer {bytes} NOT NULL,
        recorded_at {integer} NOT NULL){keyed}""",
    """CREATE TABLE IF NOT EXISTS api_keys (
        id {text} PRIMARY KEY,
        digest {bytes} NOT NULL UNIQUE,
        name {text} NOT NULL,
        role {text} NOT NULL,
        employee {text} NOT NULL,
        team {text} NOT NULL,
        created_at {integer} NOT NULL,
        created_by {text} NOT NULL,
        expires_at {integer} NOT NULL,
        revoked_at {integer} NOT NULL,
        last_used_at {integer} NOT NULL){keyed}""",
    """CREATE TABLE IF NOT EXISTS access_log (
        id {text} PRIMARY KEY,
        at {integer} NOT NULL,
        who {text} NOT NULL,
        role {text} NOT NULL,
        operation {text} NOT NULL,
        employee {text} NOT NULL,
        period {text} NOT NULL,
        position {integer} NOT NULL,
        request {text} NOT NULL){keyed}""",
    """CREATE TABLE IF NOT EXISTS devices (
        serial {text} PRIMARY KEY,
        name {text} NOT NULL,
        trust_direction {integer} NOT NULL,
        pins {text} NOT NULL,
        stamp {text} NOT NULL,
        added_at {integer} NOT NULL,
        added_by {text} NOT NULL,
        removed_at {integer} NOT NULL,
        last_seen_at {integer} NOT NULL){keyed}""",
    """CREATE TABLE IF NOT EXISTS webhooks (
        id {text} PRIMARY KEY,
        url {text} NOT NULL,
        kinds {text} NOT NULL,
        secret {bytes} NOT NULL,
        position {integer} NOT NULL,
        created_at {integer} NOT NULL,
        created_by {text} NOT NULL,
        removed_at {integer} NOT NULL,
        lease {text} NOT NULL,
        leased_until {integer} NOT NULL){keyed}""",
    """CREATE TABLE IF NOT EXISTS deliveries (
        webhook {text} NOT NULL,
        position {integer} NOT NULL,
        state {text} NOT NULL,
        attempts {integer} NOT NULL,
        next_at {integer} NOT NULL,
        last_at {integer} NOT NULL,
        status {integer} NOT NULL,
        detail {text} NOT NULL,
        PRIMARY KEY (webhook, position)){keyed}""",
    "CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (webhook, state, next_at)",
    # Where somebody, or a group by its robot, is told that something waits; of a person the address is sealed under the
    # person's key. Messages are kept among the deliveries, by the channel.
    """CREATE TABLE IF NOT EXISTS notification_channels (
        id {text} PRIMARY KEY,
        employee {text} NOT NULL,
        form {text} NOT NULL,
        team {text} NOT NULL,
        language {text} NOT NULL,
        topics {text} NOT NULL,
        address {bytes} NOT NULL,
        created_at {integer} NOT NULL,
        created_by {text} NOT NULL,
        confirmed_at {integer} NOT NULL,
        removed_at {integer} NOT NULL){keyed}""",
    # How far the facts were looked through for notifications, and which worker does it until when; one row.
    """CREATE TABLE IF NOT EXISTS notification_progress (
        number {integer} PRIMARY KEY,
        position {integer} NOT NULL,
        lease {text} NOT NULL,
        leased_until {integer} NOT NULL){keyed}""",
    # Digests of the console's sessions that were signed out, until they would have ended by themselves.
    "CREATE TABLE IF NOT EXISTS ended_sessions (session {text} PRIMARY KEY, until {integer} NOT NULL){keyed}",
    # Forms that somebody sent when the session had ended, until they are sent again or are too old; sealed under the
    # person's key, or the site's where the person has no number. An owner is known by a digest.
    """CREATE TABLE IF NOT EXISTS kept_forms (
        id {text} PRIMARY KEY,
        owner {text} NOT NULL,
        employee {text} NOT NULL,
        until {integer} NOT NULL,
        content {bytes} NOT NULL){keyed}""",
    """CREATE TABLE IF NOT EXISTS jobs (
        id {text} PRIMARY KEY,
        what {text} NOT NULL,
        owner {text} NOT NULL,
        state {text} NOT NULL,
        created_at {integer} NOT NULL,
        seen_at {integer} NOT NULL,
        done {integer} NOT NULL,
        whole {integer} NOT NULL,
        answer {bytes} NOT NULL){keyed}""",
    # Files that wait to be looked at and mended before they are imported, sealed under the key of who sent them.
    """CREATE TABLE IF NOT EXISTS waiting_files (
        id {text} PRIMARY KEY,
        owner {text} NOT NULL,
        employee {text} NOT NULL,
        created_at {integer} NOT NULL,
        choices {bytes} NOT NULL,
        tables {bytes} NOT NULL,
        content {bytes} NOT NULL){keyed}""",
    # Rosters that nobody published yet: an author has one of a period and a team, or of all teams under an empty name.
    """CREATE TABLE IF NOT EXISTS roster_drafts (
        author {text} NOT NULL,
        period {text} NOT NULL,
        team {text} NOT NULL,
        version {integer} NOT NULL,
        changed_at {integer} NOT NULL,
        changed_by {text} NOT NULL,
        PRIMARY KEY (author, period, team)){keyed}""",
    # That a second person consents to the closing of a period with what was recorded up to a position.
    """CREATE TABLE IF NOT EXISTS close_consents (
        period {text} NOT NULL,
        employee {text} NOT NULL,
        position {integer} NOT NULL,
        at {integer} NOT NULL,
        PRIMARY KEY (period, employee)){keyed}""",
    # The dates that a draft changes; an empty shift clears the date.
    """CREATE TABLE IF NOT EXISTS roster_draft_cells (
        author {text} NOT NULL,
        period {text} NOT NULL,
        team {text} NOT NULL,
        employee {text} NOT NULL,
        date {text} NOT NULL,
        shift {text} NOT NULL,
        PRIMARY KEY (author, period, team, employee, date)){keyed}""",
)

FIRST_TABLES = ("events", "keys", "imports", "quarantine", "frozen")
"""Those of the first version: where they are, there is a ledger, and what came later is made beside them."""
SERVICE_TABLES = (
    *("answers", "api_keys", "access_log", "devices", "webhooks", "deliveries", "jobs", "ended_sessions"),
    *("notification_channels", "notification_progress", "waiting_files", "close_consents"),
)
"""What the service keeps: none of it is a fact."""
DRAFT_TABLES = ("roster_drafts", "roster_draft_cells", "kept_forms")
"""What somebody works on and has not recorded; the rows of an author and of an employee go with that person's data."""
IMPORT_TABLES = ("import_facts", "import_senders")
"""What imports recorded and who sent them, beside what the first version kept of them."""
PROOF_TABLES = ("leaves", "nodes", "signing_keys", "checkpoints")
"""The tree over the events, what was signed of it, and by which keys."""
TABLE_NAMES = frozenset({*FIRST_TABLES, *SERVICE_TABLES, *DRAFT_TABLES, *IMPORT_TABLES, *PROOF_TABLES})


class TableShape(NamedTuple):
    """A table: its columns in order and its key, by the names that SQL knows them by."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]


def _shape_of(name: str, body: str) -> TableShape:
    parts = [part.strip() for part in re.split(r",(?![^(]*\))", body)]
    keys = [part for part in parts if part.startswith("PRIMARY KEY")]
    columns = [part for part in parts if not part.startswith(("PRIMARY KEY", "UNIQUE"))]
    key = keys[0].partition("(")[2].rstrip(")").split(",") if keys else []
    key = key or [part.split()[0] for part in columns if " PRIMARY KEY" in part]
    return TableShape(name, tuple(part.split()[0] for part in columns), tuple(each.strip() for each in key))


SHAPES = {
    found[1]: _shape_of(found[1], found[2])
    for statement in _TABLES
    if (found := re.match(r"CREATE TABLE IF NOT EXISTS (\w+) \((.*)\)", statement, re.DOTALL))
}
"""Every table by its name."""


def tables(dialect: Dialect) -> list[str]:
    """The statements that make the ledger's tables, in an engine's words."""
    return [statement.format_map(dialect.types) for statement in _TABLES]
