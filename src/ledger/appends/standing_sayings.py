"""What the standing facts of a kind say, by date: found again when another one says the same."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic_core import from_json

from ledger.doubts.repetitions import followers_of, saying, takes_back
from ledger.facts.base import KINDS
from ledger.store.dialect import StoreCursor

MOST = 400_000
"""So many are kept of a kind; of the earliest dates there are none then, and the standing list tells of them."""
_ONE_DAY = timedelta(days=1)


IsVoided = Callable[[int], bool]
"""Whether the fact at a position is voided."""


class StandingSayings:
    """What the facts of one kind say, from a position on; read where an earlier date is asked for."""

    def __init__(self, kind: str) -> None:
        """Of a kind; nothing is read yet."""
        self.kind = kind
        self.by_date: dict[str, dict[int | str, int]] = {}
        """By business date: the hash of what is said, and the employee, to the position of the last such fact."""
        self.from_position: int | None = None
        """From which position on they were read; None where nothing was."""
        self._from_date = "9999-99-99"
        self._kept = 0

    def covers(self, day: str) -> bool:
        """Whether the facts of a date were read."""
        return day >= self._from_date

    def add(self, day: str, employee: str, said: int, position: int) -> None:
        """Somebody's fact of a date says so much."""
        of_day = self.by_date.get(day)
        if of_day is None:
            of_day = self.by_date[day] = {}
        of_day[said] = of_day[employee] = position
        self._kept += 1
        if self._kept > MOST:
            self._drop()

    def remove(self, day: str, said: int) -> None:
        """A fact of a date does not stand any more."""
        self.by_date.get(day, {}).pop(said, None)

    def read(self, cursor: StoreCursor, day: str, last: int, is_voided: IsVoided) -> None:
        """Read the facts of a date and of later ones, among those up to the position `last`.

        What happened was not recorded before it happened; what is planned may have been.
        """
        begins = 1
        if KINDS[self.kind].tells_of == KINDS[self.kind].dated_by:
            begins = _position_before(cursor, day, last)
        ends = last + 1 if self.from_position is None else self.from_position
        if begins < ends:
            self._read(cursor, begins, ends, is_voided)
            self.from_position = begins
        self._from_date = "" if begins <= 1 else day

    def _read(self, cursor: StoreCursor, begins: int, ends: int, is_voided: IsVoided) -> None:
        undone = _undone(cursor, self.kind)
        number = KINDS[self.kind].own_number
        cursor.execute(
            "SELECT position, employee, business_date, state FROM events WHERE kind=? AND position>=? AND position<?",
            [self.kind, begins, ends],
        )
        for row in cursor.fetchall():
            fields = from_json(row["state"])
            if not is_voided(row["position"]) and (number is None or fields.get(number) not in undone):
                said = saying(self.kind, fields)
                if said not in self.by_date.get(row["business_date"], ()):
                    self.add(row["business_date"], row["employee"], said, row["position"])

    def _drop(self) -> None:
        for day in sorted(self.by_date)[: max(1, len(self.by_date) // 2)]:
            del self.by_date[day]
        self._kept = sum(map(len, self.by_date.values()))
        self._from_date = ""


def _position_before(cursor: StoreCursor, day: str, last: int) -> int:
    """The first position that was recorded on a date or later, and a day before to be sure of any time zone."""
    wanted = (date.fromisoformat(day) - _ONE_DAY - date(1970, 1, 1)) // timedelta(microseconds=1)
    low, high = 1, last + 1
    while low < high:
        middle = (low + high) // 2
        cursor.execute("SELECT recorded_at FROM events WHERE position=?", [middle])
        if cursor.fetchone()["recorded_at"] < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def _undone(cursor: StoreCursor, kind: str) -> set[Any]:
    """The numbers of those of a kind that do not stand any more."""
    last = {
        fields[KINDS[follower].natural_key[0]]: takes_back(fields)
        for follower in followers_of(kind)
        for fields in _states(cursor, follower)
    }
    return {number for number, is_undone in last.items() if is_undone}


def _states(cursor: StoreCursor, kind: str) -> Iterable[Mapping[str, Any]]:
    cursor.execute("SELECT state FROM events WHERE kind=? ORDER BY position", [kind])
    return [from_json(row["state"]) for row in cursor.fetchall()]
