"""The streams of a kind by whose they are or by their date, as a batch of facts finds them; read once, then kept up."""

from collections.abc import Iterable, Sequence

from ledger.decisions.state import Known
from ledger.store.dialect import StoreCursor

EMPLOYEE, DATE = "employee", "business_date"
"""The columns of events by which streams are listed; they are attributes of `Known` too."""


class StreamLists:
    """Lists of streams: of a kind all are read together, by one query, when one of them is asked for."""

    def __init__(self, cursor: StoreCursor) -> None:
        """Of the ledger that a cursor reads."""
        self._cursor = cursor
        self._found: dict[tuple[str, str], dict[str, dict[str, None]]] = {}

    def of(self, kind: str, column: str, value: str, staged: Iterable[Known]) -> Sequence[str]:
        """The streams of a kind with a value in a column, each once; `staged` are facts that may not be stored yet."""
        if (kind, column) not in self._found:
            self._found[kind, column] = {}
            self._cursor.execute(f"SELECT originator_id, {column} FROM events WHERE kind=? ORDER BY position", [kind])  # noqa: S608
            for row in self._cursor.fetchall():
                self._found[kind, column].setdefault(row[column], {})[str(row["originator_id"])] = None
            for known in staged:
                if known.kind == kind:
                    self.add(known)
        return list(self._found[kind, column].get(value, ()))

    def add(self, known: Known) -> None:
        """A fact was accepted."""
        for column in (EMPLOYEE, DATE):
            if (known.kind, column) in self._found:
                self._found[known.kind, column].setdefault(getattr(known, column), {})[known.stream] = None

    def forget(self) -> None:
        """What was read may be read again."""
        self._found.clear()
