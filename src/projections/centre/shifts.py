"""S13 班次 What a chapter of the centre reads: the period, and its attended shifts with who held them."""

from typing import Protocol

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.calendar import Period
from projections.expressions import Frame
from projections.people import Staff, held_on
from projections.tables import Tables

ATTENDED = "attended"
"""S3.5: the status of a shift with both punches there."""


class Centre(Protocol):
    """The period that is reported on: a `Month`."""

    tables: Tables
    staff: Staff
    period: Period
    rules: RuleSet

    @property
    def members(self) -> Frame:
        """S2.4: who is in the period."""
        ...

    @property
    def attendance(self) -> Attendance:
        """S3.6, S4."""
        ...


def attended_by_role(month: Centre) -> Frame:
    """S3.5: the attended shifts, both punches there, with the role, team and channel of their holder on the date.

    Columns: those of `Attendance.shifts`, and role, team, channel.
    """
    return held_on(month.staff, month.attendance.shifts.filter(nw.col("status") == ATTENDED))
