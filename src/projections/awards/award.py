"""What an award is, and what it may look at."""

from collections.abc import Callable
from dataclasses import dataclass

from ledger.ruleset import RuleSet
from projections.attendance import Attendance
from projections.calendar import Period
from projections.expressions import Frame, exists
from projections.tables import Tables


@dataclass(frozen=True)
class Contest:
    """The period that an award is given for."""

    tables: Tables
    period: Period
    rules: RuleSet
    candidates: Frame
    """employee, total, behaviour, rank, pool: the CSRs whom nothing excludes (S8.2)."""
    attendance: Attendance
    ranks_before: Frame
    """employee, rank_before, pool_before: the CSRs ranked in the period before, and those who bring a rank along
    (S2.1a); without a pool, of any (S8.4)."""
    error_free: Frame
    """employee, run (error-free periods in a row up to this one), adds (whether this one is counted; S8.6)."""
    metric: Callable[[str], Frame]
    """From the name of a metric to employee, value (hundredths): who has it in the period (S6.2a)."""


@dataclass(frozen=True)
class Condition:
    """One condition of an award: who of the candidates meets it, and the rows that it is judged by."""

    term: str
    """What it is called, such as `few_voluntary_swaps`."""
    met: Frame
    """employee."""
    evidence: tuple[tuple[str, Frame], ...]
    """What each kind of row is called, and its rows: employee, and any of position (of a fact), day, score, value,
    measure (hundredths of what a metric counts)."""
    parameters: tuple[str, ...] = ()
    """The rule parameters that it turns on."""


@dataclass(frozen=True)
class Award:
    """An award of S8: its clause, what it is called, and which candidates win it."""

    clause: str
    label_zh: str
    label_en: str
    winners: Callable[[Contest], Frame]
    """From the contest to a table with a column `employee`."""
    conditions: Callable[[Contest], tuple[Condition, ...]] | None = None
    """The conditions, for an explanation of who won and who did not."""
    limited: bool = True
    """Whether a number of winners keeps the best by total (S8.7)."""


def meeting(contest: Contest, conditions: tuple[Condition, ...]) -> Frame:
    """The candidates who meet every condition."""
    candidates = contest.candidates
    for condition in conditions:
        candidates = candidates.join(exists(condition.met, condition.term, "employee"), on="employee")
    return candidates
