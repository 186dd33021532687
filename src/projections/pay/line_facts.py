"""S10 The facts behind a line of pay, where they are few: what to look at next.

Each answers ledger positions, from the journal, the period, somebody's number, and the line's type (empty: of any).
"""

from collections.abc import Callable

import polars as pl

from projections.calendar import Period
from projections.journal import Journal

FactsBehind = Callable[[Journal, Period, str, str], list[int]]


def salaries(journal: Journal, period: Period, employee: str, _kind: str) -> list[int]:
    """S10.1: the salaries in force on some day of the period."""
    return _in_force(journal.tables["base_salaries"], period, employee)


def contracts(journal: Journal, period: Period, employee: str, _kind: str) -> list[int]:
    """S3.7a: the contracts in force on some day of the period."""
    return _in_force(journal.tables["contracts"], period, employee)


def overtime(journal: Journal, period: Period, employee: str, _kind: str) -> list[int]:
    """S10.8: the approvals of the period's dates that are paid."""
    recorded = journal.tables["overtime"].filter(employee=employee).sort("position")
    latest = recorded.unique("day", keep="last", maintain_order=True)
    return _positions(
        latest.filter(pl.col("day").is_between(period.first_day, period.last_day), pl.col("compensation") == "pay")
    )


def allowances(journal: Journal, period: Period, employee: str, kind: str) -> list[int]:
    """S10.3: the allowances granted for the period."""
    granted = journal.tables["allowances"].filter(employee=employee, period=period.number)
    return _positions(granted.filter(type=kind) if kind else granted)


def corrections(journal: Journal, period: Period, employee: str, number: str) -> list[int]:
    """S10.6: the corrections of the period."""
    recorded = journal.tables["corrections"].filter(employee=employee, period=period.number)
    return _positions(recorded.filter(correction=number) if number else recorded)


def leaves(journal: Journal, period: Period, employee: str, kind: str) -> list[int]:
    """S10.5: the leaves that touch the period."""
    touching = (pl.col("first_day") <= period.last_day) & (pl.col("last_day") >= period.first_day)
    found = journal.tables["leaves"].filter(touching, employee=employee)
    return _positions(found.filter(type=kind) if kind else found)


def _in_force(facts: pl.DataFrame, period: Period, employee: str) -> list[int]:
    """Of what holds from a date on, the facts that hold on some day of the period."""
    latest = facts.filter(employee=employee).sort("from_day", "position").unique("from_day", keep="last")
    following = pl.col("from_day").shift(-1).fill_null(period.last_day + 1)
    ordered = latest.sort("from_day")
    return _positions(ordered.filter((pl.col("from_day") <= period.last_day) & (following > period.first_day)))


def _positions(facts: pl.DataFrame) -> list[int]:
    return facts["position"].to_list()
