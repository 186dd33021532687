"""What somebody may see of reports, cases and explanations: whose rows, which facts, which disputes.

A view that is made from many things asks of each; what is made for the command line is for whoever sees everything.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ledger.ledger import RecordedFact
from projections.calendar import day_text
from projections.month import Month
from projections.reports import Report


def _everything(*_: Any) -> bool:
    return True


def _whole(report: Report, _last_day: str) -> Report:
    return report


@dataclass(frozen=True)
class Sight:
    """What one may see; each part is asked of the thing itself."""

    people: Callable[[str], bool] = _everything
    """Whether figures of somebody, by number, whatever their date."""
    fact: Callable[[RecordedFact], bool] = _everything
    dispute_of: Callable[[str], bool] = _everything
    """Whether the disputes that somebody raised, by number."""
    rows: Callable[[Report, str], Report] = _whole
    """The rows of a report; a row of a date by that date, another by the last day of the report's period (S2.4)."""
    of_period: Callable[[str, str], bool] = _everything
    """Whether figures of somebody, by number, of dates that end with one (S2.4)."""
    of_date: Callable[[str, str], bool] = _everything
    """Whether what is of somebody, by number, on a date."""
    of_team: Callable[[str], bool] = _everything
    """Whether what is of a team, and of nobody in it."""
    is_whole: bool = True
    """Whether it is everything."""

    def rows_of(self, report: Report, month: Month) -> Report:
        """The rows that may be seen of a report of a month."""
        return self.rows(report, day_text(month.period.last_day))


WHOLE = Sight()
"""For who sees everything."""
