"""The store's roster drafts: dates of employees with the shift that they are to have, beside what is published.

An author has one draft of a period and a team. It is not a fact: it goes once it is published or thrown away.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ledger.store.dialect import StoreCursor

Cells = Mapping[tuple[str, str], str | None]
"""By employee and date (``YYYY-MM-DD``) the shift; None where the date is cleared."""
_CLEARED = ""


class DraftKey(NamedTuple):
    """Which draft: whose, of which period, and of which team; an empty team is everyone within the author's reach."""

    author: str
    period: str
    team: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it is kept; of version 0 where there is none. `changed_at` is in microseconds since 1970."""

    key: DraftKey
    version: int = 0
    changed_at: int = 0
    changed_by: str = ""
    cells: Cells = field(default_factory=dict)


def kept_draft(cursor: StoreCursor, key: DraftKey) -> Draft:
    """A draft with its cells, in the order of employees and dates; without any where there is none."""
    cursor.execute("SELECT * FROM roster_drafts WHERE author=? AND period=? AND team=?", list(key))
    row = cursor.fetchone()
    if row is None:
        return Draft(key)
    cursor.execute(
        "SELECT employee, date, shift FROM roster_draft_cells WHERE author=? AND period=? AND team=? "
        "ORDER BY employee, date",
        list(key),
    )
    cells = {(each["employee"], each["date"]): each["shift"] or None for each in cursor.fetchall()}
    return _draft(row, cells)


def kept_drafts(cursor: StoreCursor, **wanted: str) -> list[Draft]:
    """The drafts of an `author` or of a `period`, without their cells; the latest period first."""
    condition = " AND ".join(f"{column}=?" for column in wanted)
    cursor.execute(
        f"SELECT * FROM roster_drafts WHERE {condition} ORDER BY period DESC, team, author",  # noqa: S608
        [*wanted.values()],
    )
    return [_draft(row, {}) for row in cursor.fetchall()]


def change_draft(cursor: StoreCursor, draft: Draft, changed: Cells, back: Iterable[tuple[str, str]], now: int) -> None:
    """Keep a draft's next version: `changed` laid over its cells, and those that are as published taken `back`.

    `draft` says which one, which version it becomes, and who changed it.
    """
    key = list(draft.key)
    cursor.execute(
        "INSERT INTO roster_drafts (author, period, team, version, changed_at, changed_by) VALUES (?, ?, ?, ?, ?, ?) "
        "ON CONFLICT (author, period, team) DO UPDATE SET version=excluded.version, changed_at=excluded.changed_at, "
        "changed_by=excluded.changed_by",
        [*key, draft.version, now, draft.changed_by],
    )
    gone = [[*key, *each] for each in back]
    if gone:
        cursor.executemany(
            "DELETE FROM roster_draft_cells WHERE author=? AND period=? AND team=? AND employee=? AND date=?", gone
        )
    rows = [[*key, employee, date, shift or _CLEARED] for (employee, date), shift in changed.items()]
    if rows:
        cursor.executemany(
            "INSERT INTO roster_draft_cells (author, period, team, employee, date, shift) VALUES (?, ?, ?, ?, ?, ?) "
            "ON CONFLICT (author, period, team, employee, date) DO UPDATE SET shift=excluded.shift",
            rows,
        )


def remove_draft(cursor: StoreCursor, key: DraftKey) -> None:
    """Throw a draft away."""
    for table in ("roster_draft_cells", "roster_drafts"):
        cursor.execute(f"DELETE FROM {table} WHERE author=? AND period=? AND team=?", list(key))  # noqa: S608


def _draft(row: Any, cells: Cells) -> Draft:
    key = DraftKey(row["author"], row["period"], row["team"])
    return Draft(key, row["version"], row["changed_at"], row["changed_by"], cells)
