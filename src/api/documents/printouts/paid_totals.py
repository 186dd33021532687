"""S10 What a period pays in all, by team and item, in fen."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.documents.pay_items import in_pay_order
from ledger.facts.figures import hundredths
from projections.reports import Report

_GATHERED = ("correction", "adjustment")
"""Lines whose types are numbers or periods: all of a kind are one item here."""


@dataclass
class PaidTotals:
    """The lines of everyone's pay added up; `people` counts who has pay, by team."""

    amounts: dict[tuple[str, str], int] = field(default_factory=dict)
    """By team and item."""
    people: dict[str, int] = field(default_factory=dict)

    @property
    def teams(self) -> list[str]:
        """The teams, by name."""
        return sorted(self.people)

    @property
    def items(self) -> list[str]:
        """The items, in the order of S10."""
        return in_pay_order(item for _team, item in self.amounts)

    def of_team(self, team: str) -> int:
        """What a team is paid."""
        return sum(amount for (its, _item), amount in self.amounts.items() if its == team)

    def of_item(self, item: str) -> int:
        """What an item pays."""
        return sum(amount for (_team, its), amount in self.amounts.items() if its == item)

    @property
    def total(self) -> int:
        """What everybody is paid."""
        return sum(self.amounts.values())


def paid_totals(payroll: Report, teams: Mapping[str, str]) -> PaidTotals:
    """A payroll added up; `teams` is the team of each person, who may have none any more."""
    found = PaidTotals()
    for row in payroll.table.to_dicts():
        team = teams.get(row["employee"], "")
        found.people[team] = found.people.get(team, 0) + 1
        for line in row["lines"]:
            kind = line["item"].partition(":")[0]
            key = (team, kind if kind in _GATHERED else line["item"])
            found.amounts[key] = found.amounts.get(key, 0) + hundredths(line["amount"])
    return found
