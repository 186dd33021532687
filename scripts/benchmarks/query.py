"""The same month as one query written by hand for DuckDB, over the journal's tables as ready Parquet."""

from pathlib import Path
from typing import Any

import duckdb

from benchmarks import figures
from benchmarks.timing import BenchError, repeated
from ledger.ledger import Ledger
from ledger.ruleset import MANUAL, RuleSet
from projections.calendar import MINUTES_A_DAY, period_number
from projections.journal import read_journal

_QUERY = Path(__file__).with_name("month.sql")


def month(*, store: str, period: str, parquet: str, answer: str, warm_up: int, repeats: int) -> dict[str, Any]:
    """The seconds of the query, its result in Arrow included; writes its figures."""
    parameters, rules = _parameters(store, period)
    connection = duckdb.connect()
    for file in sorted(Path(parquet).glob("*.parquet")):
        connection.execute(f"CREATE VIEW {file.stem} AS FROM '{file}'")
    _rule_tables(connection, rules)
    text = _QUERY.read_text(encoding="utf-8")
    seconds = repeated(lambda: connection.execute(text, parameters).to_arrow_table(), warm_up=warm_up, repeats=repeats)
    found = connection.execute(text, parameters).fetchall()
    figures.write(answer, {employee: tuple(values) for employee, *values in found})
    return {"seconds": seconds}


def _parameters(store: str, period: str) -> tuple[dict[str, Any], RuleSet]:
    """What the query is given of the period and its rule set, all of it known before it starts."""
    with Ledger.open(store) as ledger:
        journal = read_journal(ledger)
    number = period_number(period)
    if number != journal.site.cycle.first_period:
        raise BenchError(f"the query is written for a ledger's first period, and {period} is not")
    there, (_, rules) = journal.period(number), journal.rules_of(number)
    if rules != MANUAL:
        raise BenchError(f"the query is written for the manual's rules, and {period} has others")
    reach = rules.window_minutes
    days = [(shift.start + shift.span + reach) // MINUTES_A_DAY for shift in rules.shifts.values()]
    before = [(shift.start - reach) // MINUTES_A_DAY for shift in rules.shifts.values()]
    given = {
        "first_day": there.first_day,
        "last_day": there.last_day,
        "period": number,
        "recorded": journal.recorded_minute,
        "reach": reach,
        "repeat": rules.repeat_minutes,
        "offsets": list(range(min(before), max(days) + 1)),
        "lieu_months": rules.lieu_months,
        "hours_roles": list(rules.hours_roles),
        "complaint": rules.complaint_deduction,
        "absence_kinds": list(rules.absence_kinds),
        "absence_limit": rules.absence_limit,
        "lead_above": rules.lead_bonus.total_above,
        "lead_amounts": list(rules.lead_bonus.amounts),
    }
    return given, rules


def _rule_tables(connection: duckdb.DuckDBPyConnection, rules: RuleSet) -> None:
    tables: dict[str, list[tuple[object, ...]]] = {
        "rule_shifts (shift VARCHAR, start BIGINT, span BIGINT, counted BIGINT)": [
            (name, shift.start, shift.span, shift.counted) for name, shift in rules.shifts.items()
        ],
        "rule_leaves (type VARCHAR, hours VARCHAR)": [
            *((name, leave_type.hours) for name, leave_type in rules.leave_types.items()),
            ("absenteeism", "excuse"),
        ],
        "rule_weights (role VARCHAR, call BIGINT, work BIGINT, behaviour BIGINT)": [
            (role, weights.call, weights.work, weights.behaviour) for role, weights in rules.weights.items()
        ],
        "rule_pools (role VARCHAR, pool VARCHAR)": [
            (role, pool) for pool, roles in rules.pools.items() for role in roles
        ],
        "rule_tiers (tier BIGINT, total BIGINT, within_percent BIGINT, amount BIGINT)": [
            (number, tier.total, tier.within_percent, tier.amount) for number, tier in enumerate(rules.bonus_tiers)
        ],
    }
    for table, rows in tables.items():
        connection.execute(f"CREATE TABLE {table}")
        name, marks = table.split(" ", 1)[0], ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)  # noqa: S608 - names of this module
