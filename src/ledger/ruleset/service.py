"""S4.6c, S10.5b 工龄档 What follows from the completed years of service: days of leave, and the share of sick pay."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, Field, StrictInt

from ledger.ruleset.values import Percent, Value

Years = Annotated[StrictInt, Field(ge=1, le=100)]
_LONGEST_YEAR = 366


class ServiceRow(Value):
    """工龄档 A row of a table by service: for fewer completed years than these, or without end."""

    years_below: Years | None


class LeaveDays(ServiceRow):
    """年假档 The days of leave a year (S4.6c)."""

    days: Annotated[StrictInt, Field(ge=0, le=_LONGEST_YEAR)]


class SickPay(ServiceRow):
    """病假工资档 The percent of a day's pay that a sick day pays (S10.5b)."""

    percent: Percent


def _rising(rows: Sequence[ServiceRow]) -> Sequence[ServiceRow]:
    """Refuses a table with a row that never holds, for the first row that holds is taken."""
    if not rows:
        raise ValueError("the table has no row; give a row, or leave the table out")
    for before, row in pairwise(rows):
        if before.years_below is None:
            raise ValueError("years_below is null in a row that is not the last; the rows after it would never hold")
        if row.years_below is not None and row.years_below <= before.years_below:
            raise ValueError(
                f"years_below {row.years_below} comes after {before.years_below}; begin with the fewest years"
            )
    return rows


_table = AfterValidator(_rising)
LeaveTable = Annotated[tuple[LeaveDays, ...], _table]
SickTable = Annotated[tuple[SickPay, ...], _table]
