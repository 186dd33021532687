"""S4.6c, S10.5b 工龄 Completed years of service, and the row of a table that they read."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from ledger.ruleset.service import ServiceRow
from projections.calendar import EPOCH

RowOfService = TypeVar("RowOfService", bound=ServiceRow)


def completed_years(since: int, day: int) -> int:
    """The years that are completed on a day, of service that began on another; both are day numbers.

    By the calendar: what began on 29 February is a year older on 1 March of a year without that date. 0 before then.
    """
    began, now = EPOCH + timedelta(days=since), EPOCH + timedelta(days=day)
    not_yet = (now.month, now.day) < (began.month, began.day)
    return max(0, now.year - began.year - int(not_yet))


def row_of(table: Sequence[RowOfService], years: int) -> RowOfService | None:
    """The first row, from the top, that completed years are below; None where none is."""
    return next((row for row in table if row.years_below is None or years < row.years_below), None)
