"""S10.1a 计薪条件 What each day is paid by, a monthly amount or a rate an hour; and what a minute of it is worth."""

import narwhals.stable.v2 as nw

from ledger.ruleset import RuleSet
from projections.contracts import HOURLY, MONTHLY
from projections.expressions import Expression, Frame, whole
from projections.stretches import until_the_next
from projections.tables import Tables

HUNDREDTHS = 100
HOUR = 60
_OF_CONTRACT = ("day_minutes", "pay", "rate", "contract")
_OF_SALARY = ("monthly", "salary")
STAR = "star"


def in_force(tables: Tables, contracts: Frame, salaries: Frame) -> Frame:
    """S3.7a, S10.1: contract and monthly amount of every employee by the days on which both hold, without a gap.

    `contracts` as of `contracts.in_force`, `salaries` as of `base.in_force`.

    Columns: employee, from_day, until_day, day_minutes, pay, rate (fen an hour; 0 but under hourly pay), contract (the
    ledger position of the fact), monthly (fen; 0 before any is stated), salary (the ledger position of the fact).
    """
    none = whole(None)
    of_contracts = contracts.select(
        "employee",
        "from_day",
        "day_minutes",
        "pay",
        "contract",
        rate=nw.col("rate").fill_null(0),
        monthly=none,
        salary=none,
    )
    of_salaries = salaries.select(
        "employee",
        "from_day",
        *_OF_SALARY,
        day_minutes=none,
        pay=nw.lit(None, dtype=nw.String),
        rate=none,
        contract=none,
    )
    columns = ("employee", "from_day", *_OF_CONTRACT, *_OF_SALARY)
    changes = nw.concat([of_contracts.select(*columns), of_salaries.select(*columns)])
    dated = changes.group_by("employee", "from_day").agg(nw.col(*_OF_CONTRACT, *_OF_SALARY).max())
    held = dated.select("employee", "from_day", *(_carried(name) for name in (*_OF_CONTRACT, *_OF_SALARY)))
    return tables.settle(until_the_next(held.with_columns(nw.col("monthly").fill_null(0))))


def _carried(column: str) -> Expression:
    return nw.col(column).fill_null(strategy="forward").over("employee", order_by="from_day")


def with_wage(dated: Frame, stars: Frame, rules: RuleSet, *, star_counts: bool = True) -> Frame:
    """Adds what a minute is worth, in hundredths of it: `wage` over `wage_unit`, both whole numbers.

    On a day under monthly pay that is the amount in force, over the days of pay and the day's minutes; with `star` in
    `overtime_base`, and where `star_counts`, the star pay of the period raises the amount (S10.8). Under hourly pay it
    is the rate, over the minutes of an hour; under `none` it is nothing. `dated` has the columns of `in_force`, `stars`
    employee and amount. Beside them `star`, what raised the amount.
    """
    raised = dated.join(stars.select("employee", star="amount"), on="employee", how="left")
    counts = star_counts and STAR in rules.overtime_base
    monthly, hourly = nw.col("pay") == MONTHLY, nw.col("pay") == HOURLY
    star = nw.when(monthly & nw.lit(counts)).then(nw.col("star").fill_null(0)).otherwise(whole(0))
    return raised.with_columns(star=star).with_columns(
        wage=nw.when(monthly)
        .then(nw.col("monthly") + nw.col("star"))
        .when(hourly)
        .then(nw.col("rate"))
        .otherwise(whole(0)),
        wage_unit=nw.when(hourly).then(whole(HOUR * HUNDREDTHS)).otherwise(nw.col("day_minutes") * rules.pay_days),
    )
