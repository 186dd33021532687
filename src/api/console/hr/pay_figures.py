"""What a payroll says in all: by item, by team, by person, and beside the payroll of another period."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Rows = Sequence[Mapping[str, Any]]
"""The rows of the report payroll."""
_NONE = Decimal(0)
_ADJUSTMENT = "adjustment:"


@dataclass(frozen=True, slots=True)
class Beside:
    """Two amounts beside each other; None where there is none."""

    name: str
    before: Decimal | None
    after: Decimal | None

    @property
    def difference(self) -> Decimal:
        """By how much the second is more than the first."""
        return (self.after or _NONE) - (self.before or _NONE)


def total_of(rows: Rows) -> Decimal:
    """The total that is paid."""
    return sum((Decimal(row["total"]) for row in rows), _NONE)


def by_item(rows: Rows) -> dict[str, Decimal]:
    """What is paid by item, in the order in which the payroll has them; adjustments of all periods as one."""
    found: dict[str, Decimal] = {}
    for row in rows:
        for line in row["lines"]:
            item = str(line["item"]).partition(":")[0]
            found[item] = found.get(item, _NONE) + Decimal(line["amount"])
    return found


def by_team(rows: Rows, people: Mapping[str, Mapping[str, Any]]) -> list[tuple[str, int, Decimal]]:
    """People and pay by the team that they are in today; without a team last."""
    count: Counter[str] = Counter()
    paid: dict[str, Decimal] = {}
    for row in rows:
        team = people.get(row["employee"], {}).get("team") or ""
        count[team] += 1
        paid[team] = paid.get(team, _NONE) + Decimal(row["total"])
    return [(team, count[team], paid[team]) for team in sorted(count, key=lambda team: (not team, team))]


def items_beside(before: Rows, after: Rows) -> list[Beside]:
    """Every item of two payrolls."""
    return _beside(by_item(before), by_item(after))


def people_beside(before: Rows, after: Rows) -> list[Beside]:
    """Every person of two payrolls, by their total pay."""
    return _beside(*({row["employee"]: Decimal(row["total"]) for row in rows} for rows in (before, after)))


def _beside(before: Mapping[str, Decimal], after: Mapping[str, Decimal]) -> list[Beside]:
    names = dict.fromkeys([*after, *before])
    return [Beside(name, before.get(name), after.get(name)) for name in names]


def largest(beside: Iterable[Beside], most: int) -> list[Beside]:
    """Those that moved furthest, the furthest first."""
    moved = [each for each in beside if each.difference]
    return sorted(moved, key=lambda each: (-abs(each.difference), each.name))[:most]


def adjustments_of(rows: Rows) -> list[dict[str, Any]]:
    """The adjustments of closed periods that a payroll has: `employee`, `period`, `amount`."""
    return [
        {"employee": row["employee"], "period": line["item"].removeprefix(_ADJUSTMENT), "amount": line["amount"]}
        for row in rows
        for line in row["lines"]
        if line["item"].startswith(_ADJUSTMENT)
    ]


def tiers(bonus: Rows, pool: str) -> dict[Decimal, int]:
    """How many of a pool have which bonus, the highest first; all amounts that somebody of any pool has."""
    amounts = sorted({Decimal(row["amount"]) for row in bonus}, reverse=True)
    count = Counter(Decimal(row["amount"]) for row in bonus if row["pool"] == pool)
    return {amount: count[amount] for amount in amounts}


def rank_moves(before: Rows, after: Rows) -> list[tuple[str, int, int]]:
    """Everybody whose rank changed within the same pool: employee, rank before, rank after; the furthest first."""
    earlier = {(row["employee"], row["pool"]): row["rank"] for row in before}
    moved = []
    for row in after:
        rank, was = row["rank"], earlier.get((row["employee"], row["pool"]))
        if rank is not None and was is not None and rank != was:
            moved.append((row["employee"], was, rank))
    return sorted(moved, key=lambda each: (-abs(each[1] - each[2]), each[0]))
