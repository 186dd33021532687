"""What an award is, and what it may look at."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.calendar import Period
from projections.expressions import Frame
from projections.tables import Tables


@dataclass(frozen=True)
class Contest:
    """The period that an award is given for."""

    tables: Tables
    period: Period
    rules: RuleSet
    candidates: Frame
    """employee, total, behaviour, rank: the CSRs whom nothing excludes (S8.2)."""
    attendance: Attendance
    ranks_before: Frame
    """employee, rank_before: the CSRs ranked in the period before."""
    error_free: Frame
    """employee, run: error-free periods in a row, this one included (S8.6)."""


@dataclass(frozen=True)
class Award:
    """An award of S8: its clause, what it is called, and which candidates win it."""

    clause: str
    label_zh: str
    label_en: str
    winners: Callable[[Contest], Frame]
    """From the contest to a table with a column `employee`."""
