"""The tables of a ledger on SQLite. Only `events` is the ledger; the others lie outside its positions."""

SQLITE_TABLES = (
    """CREATE TABLE IF NOT EXISTS events (
        position INTEGER PRIMARY KEY,
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state TEXT NOT NULL,
        kind TEXT NOT NULL,
        employee TEXT NOT NULL,
        business_date TEXT NOT NULL,
        recorded_at INTEGER NOT NULL,
        ref TEXT NOT NULL,
        salt BLOB NOT NULL,
        UNIQUE (originator_id, originator_version))""",
    # The rows of an index entry are in the order of the primary key, which is the position.
    "CREATE INDEX IF NOT EXISTS events_by_kind ON events (kind)",
    "CREATE UNIQUE INDEX IF NOT EXISTS events_by_ref ON events (kind, ref) WHERE ref <> ''",
    # One key of its own for every employee and one for the site, wrapped by the master key; empty once destroyed.
    "CREATE TABLE IF NOT EXISTS keys (subject TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID",
    """CREATE TABLE IF NOT EXISTS imports (
        import TEXT PRIMARY KEY,
        format TEXT NOT NULL,
        options TEXT NOT NULL,
        started_at INTEGER NOT NULL,
        bytes_done INTEGER NOT NULL,
        lines_done INTEGER NOT NULL,
        accepted INTEGER NOT NULL,
        duplicate INTEGER NOT NULL,
        conflict INTEGER NOT NULL,
        rejected INTEGER NOT NULL,
        finished INTEGER NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE IF NOT EXISTS quarantine (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        import TEXT NOT NULL,
        line INTEGER NOT NULL,
        code TEXT NOT NULL,
        message TEXT NOT NULL,
        offset INTEGER NOT NULL,
        size INTEGER NOT NULL,
        raw BLOB NOT NULL,
        state TEXT NOT NULL,
        answer TEXT NOT NULL,
        UNIQUE (import, line))""",
)

TABLE_NAMES = frozenset({"events", "keys", "imports", "quarantine"})
