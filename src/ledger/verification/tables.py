"""What acts on the tables of a store beside the program: triggers and the like, and indexes that are not there."""

import re

from ledger.store.dialect import SQLiteDialect, StoreCursor
from ledger.store.tables import TABLE_NAMES, tables
from ledger.verification.findings import TABLES, Finding

_INDEX = re.compile(r"CREATE (?:UNIQUE )?INDEX IF NOT EXISTS (\w+)")
_SQLITE = "SELECT type AS what, name, tbl_name AS of FROM sqlite_master WHERE type IN ('trigger', 'view', 'index')"
_POSTGRES = """
    SELECT 'trigger' AS what, tgname AS name, relname AS of FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND NOT tgisinternal
    UNION ALL SELECT 'rule', rulename, tablename FROM pg_rules WHERE schemaname = current_schema()
    UNION ALL SELECT 'policy', policyname, tablename FROM pg_policies WHERE schemaname = current_schema()
    UNION ALL SELECT 'view', viewname, viewname FROM pg_views WHERE schemaname = current_schema()
    UNION ALL SELECT 'index', relname, relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND indisvalid"""
_ACTING = ("trigger", "rule", "policy")
"""What changes or hides rows as they are written or read."""

NOT_COVERED = (
    "the access log, API keys and their roles, devices, webhooks, answers and jobs of the service, the records of "
    "imports and the quarantine are no facts, and are not verified: whoever can write to the store can change them"
)
"""What verifying says nothing of, in a sentence."""


def tables_of(cursor: StoreCursor) -> list[Finding]:
    """The triggers, rules and policies on the ledger's tables, which the program has not made, and indexes that it has.

    Views and other indexes change nothing that is recorded, and are passed over.
    """
    cursor.execute(_SQLITE if isinstance(cursor.dialect, SQLiteDialect) else _POSTGRES)
    there = [(str(row["what"]), str(row["name"]), str(row["of"])) for row in cursor.fetchall()]
    acting = [
        Finding(TABLES, 0, 0, f"the {what} {name} acts on the table {of}, and was not made by workledger; drop it")
        for what, name, of in sorted(there)
        if what in _ACTING and of in TABLE_NAMES
    ]
    wanted = [found[1] for each in tables(cursor.dialect) if (found := _INDEX.match(each))]
    indexes = {name for what, name, _ in there if what == "index"}
    lacking = [
        Finding(TABLES, 0, 0, f"the index {name} is missing, which keeps facts apart or in order; make it again")
        for name in wanted
        if name not in indexes
    ]
    return [*acting, *lacking]
