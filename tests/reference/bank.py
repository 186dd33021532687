"""S3.9: lots of time off in lieu (换休) and deficits, by the period they are of, and what is drawn and repaid."""

from dataclasses import dataclass, field

from .periods import month_number
from .state import View

# The period that an opening's deficit is of: older than any (S2.1a).
BROUGHT = ""


@dataclass(frozen=True)
class Bank:
    """What an employee carries from one hours period to the next: lots and deficits by period."""

    lots: dict[str, int] = field(default_factory=dict)
    deficits: dict[str, int] = field(default_factory=dict)

    @property
    def net(self) -> int:
        """The lots less the deficits."""
        return sum(self.lots.values()) - sum(self.deficits.values())


def opening_bank(view: View, employee: str) -> Bank:
    """S2.1a: what the employee brings along; the deficit is older than any period."""
    opening = view.of("opening", employee)
    if not opening:
        return Bank()
    lots: dict[str, int] = {}
    for lot in opening["lots"]:
        lots[lot["period"]] = lots.get(lot["period"], 0) + lot["minutes"]
    return Bank(lots, {BROUGHT: opening["deficit"]} if opening["deficit"] else {})


def valid(lots: dict[str, int], period: str, lieu_months: int) -> dict[str, int]:
    """S3.9, 1: the lots that have not lapsed when a period opens."""
    return {earned: lot for earned, lot in lots.items() if month_number(period) - month_number(earned) <= lieu_months}


def draw(amounts: dict[str, int], minutes: int) -> tuple[dict[str, int], int]:
    """Take from the oldest first; give what is left of them and how much was taken (S3.9)."""
    left, drawn = dict(amounts), 0
    for period in sorted(left):
        taken = min(left[period], minutes - drawn)
        left[period] -= taken
        drawn += taken
    return {period: amount for period, amount in left.items() if amount}, drawn


def overdue(deficits: dict[str, int], period: str, deficit_periods: int) -> int:
    """S3.9: what is so many periods old or more, and an opening's deficit always."""
    return sum(
        minutes
        for since, minutes in deficits.items()
        if since == BROUGHT or month_number(period) - month_number(since) >= deficit_periods
    )
