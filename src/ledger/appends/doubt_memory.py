"""What doubts are judged by, kept from one append to the next, and brought up to date where others have appended."""

from bisect import insort
from collections.abc import Callable, Sequence

from pydantic_core import from_json

from ledger.appends.standing_sayings import StandingSayings
from ledger.doubts.amounts import FEWEST, amount_in, sort_of
from ledger.doubts.circumstances import Employment, FullLeave, Statement
from ledger.doubts.names import NAMING, Names, stated_names
from ledger.doubts.repetitions import REPEATED, saying
from ledger.facts.base import KINDS
from ledger.store.dialect import StoreCursor

_EMPLOYED_BY = ("employee", "leaving")

Settle = Callable[[], int]
"""Inserts what an append has gathered, so that it can be read; answers the last position."""


class DoubtMemory:
    """Employment, what standing facts say, names, amounts and approved leaves; each read when it is first needed."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.position = 0
        """Up to which position all of it is right."""
        self.employment: dict[str, Employment] = {}
        self.sayings = {kind: StandingSayings(kind) for kind in REPEATED}
        self.closed_until: str | None = None
        self._names: dict[str, Names] = {}
        self._amounts: dict[str, dict[str, list[int]]] = {}
        """By kind and sort, in order; of a kind all sorts or none."""
        self.leaves: dict[str, list[FullLeave]] | None = None
        """By employee, the full leaves that are approved; None where they were not read yet."""

    def forget(self) -> None:
        """Nothing is known any more."""
        self.__dict__.update(DoubtMemory().__dict__)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was read that others could make wrong."""
        return (
            self.closed_until is None
            and not (self.employment or self._names or self._amounts or self.leaves)
            and not any(sayings.by_date for sayings in self.sayings.values())
        )

    @property
    def span(self) -> int:
        """How many positions lie behind those from which sayings were read."""
        begins = [each.from_position for each in self.sayings.values() if each.from_position is not None]
        return self.position - min(begins, default=self.position)

    def names(self, cursor: StoreCursor, sort: str, settle: Settle) -> Names:
        """The names of a sort; those of evaluators among the employee numbers."""
        if sort not in self._names:
            settle()
            found = Names()
            for kind in (kind for kind, model in KINDS.items() if sort in model.new_names):
                named = cursor.dialect.text_field("state", sort)
                cursor.execute(f"SELECT DISTINCT {named} AS name FROM events WHERE kind=?", [kind])  # noqa: S608
                for name in sorted(row["name"] for row in cursor.fetchall() if row["name"] is not None):
                    found.add(name)
            self._names[sort] = found
        return self._names[sort]

    def middle(self, cursor: StoreCursor, kind: str, sort: str, settle: Settle) -> int | None:
        """The median of the amounts of a sort of a kind, without signs; None where there are fewer than 20."""
        if kind not in self._amounts:
            settle()
            self._amounts[kind] = _amounts_of(cursor, kind)
        found = self._amounts[kind].get(sort, [])
        half = len(found) // 2
        return None if len(found) < FEWEST else (found[half] + found[(len(found) - 1) // 2]) // 2

    def full_leaves(self, cursor: StoreCursor, settle: Settle) -> dict[str, list[FullLeave]]:
        """By employee: the full leaves that are approved."""
        if self.leaves is None:
            settle()
            cursor.execute("SELECT state FROM events WHERE kind=? ORDER BY position", ["leave_decision"])
            decided = [from_json(row["state"]) for row in cursor.fetchall()]
            last = {fields["leave"]: fields["decision"] for fields in decided}
            cursor.execute("SELECT position, state FROM events WHERE kind=? ORDER BY position", ["leave"])
            self.leaves = {}
            for row in cursor.fetchall():
                fields = from_json(row["state"])
                if fields.get("minutes") is None and last.get(fields["leave"]) == "approved":
                    self._approve(Statement("leave", fields["employee"], "", fields, position=row["position"]))
        return self.leaves

    def note(self, statement: Statement, position: int, requested_at: int = 0) -> None:
        """What is on the ledger from now on, at a position."""
        kind = statement.kind
        if kind in _EMPLOYED_BY:
            self.employment.pop(statement.employee, None)
        elif kind == "close":
            self.closed_until = None
        elif kind in self._amounts:
            self._add_amount(statement)
        elif kind == "leave_decision" and statement.opener is not None:
            self._decide(statement, requested_at)
        for sort, name in stated_names(statement) if self._names and kind in NAMING else ():
            if sort in self._names:
                self._names[sort].add(name)
        if kind in self.sayings and self.sayings[kind].covers(statement.date):
            said = saying(kind, statement.fields)
            self.sayings[kind].add(statement.date, statement.employee, said, position)

    def undo(self, voided: Statement) -> None:
        """What does not stand any more."""
        if voided.kind in self.sayings:
            self.sayings[voided.kind].remove(voided.date, saying(voided.kind, voided.fields))
        if voided.kind in _EMPLOYED_BY:
            self.employment.pop(voided.employee, None)
        if voided.kind.startswith("leave"):
            self.leaves = None

    def _add_amount(self, statement: Statement) -> None:
        amount = amount_in(statement)
        if amount is not None:
            insort(self._amounts[statement.kind].setdefault(sort_of(statement), []), abs(amount))

    def _decide(self, statement: Statement, requested_at: int) -> None:
        opener = statement.opener or {}
        request = Statement("leave", statement.opener_employee, statement.date, opener, position=requested_at)
        approved = statement.fields["decision"] == "approved"
        if self.leaves is not None:
            kept: Sequence[FullLeave] = self.leaves.get(request.employee, ())
            self.leaves[request.employee] = [each for each in kept if each.leave != opener["leave"]]
            if approved and opener.get("minutes") is None:
                self._approve(request)
        if not approved:
            self.undo(request)

    def _approve(self, request: Statement) -> None:
        assert self.leaves is not None
        fields = request.fields
        leave = FullLeave(fields["leave"], fields["first_date"], fields["last_date"], request.position)
        self.leaves.setdefault(request.employee, []).append(leave)


def _amounts_of(cursor: StoreCursor, kind: str) -> dict[str, list[int]]:
    """By sort, the amounts of a kind without signs, in order."""
    model, text_field = KINDS[kind], cursor.dialect.text_field
    assert model.amount_of is not None
    sort = "''" if model.amount_among is None else text_field("state", model.amount_among)
    asked = f"SELECT {text_field('state', model.amount_of)} AS amount, {sort} AS sort FROM events WHERE kind=?"  # noqa: S608
    cursor.execute(asked, [kind])
    found: dict[str, list[int]] = {}
    for row in cursor.fetchall():
        if row["amount"] is not None:
            found.setdefault(row["sort"], []).append(abs(int(row["amount"])))
    return {name: sorted(amounts) for name, amounts in found.items()}
