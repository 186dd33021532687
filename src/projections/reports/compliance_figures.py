"""S14 The form of a value and of a limit, by the rule of the row: minutes and days whole, money in yuan, a multiple."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from projections.compliance import RULES
from projections.compliance.breaches import DAYS, MINUTES, MULTIPLE, YUAN
from projections.reports.forms import decimal_form

_WHOLE = (MINUTES, DAYS)


def by_rule(value: pl.Expr) -> pl.Expr:
    """The text of a figure of a row that has `rule`."""
    text = value.cast(pl.String)
    money, multiple = _of(YUAN), _of(MULTIPLE)
    return pl.when(money).then(decimal_form(value)).when(multiple).then(_multiple(value)).otherwise(text)


def is_whole(row: Mapping[str, Any]) -> bool:
    """Whether the figures of a row are minutes or days."""
    return RULES[row["rule"]].unit in _WHOLE


def tells_pay(row: Mapping[str, Any]) -> bool:
    """Whether a row tells somebody's pay: S14.6 … S14.9."""
    return RULES[row["rule"]].shows_pay


def _of(unit: str) -> pl.Expr:
    return pl.col("rule").is_in([name for name, rule in RULES.items() if rule.unit == unit])


def _multiple(hundredths: pl.Expr) -> pl.Expr:
    """As rule sets write it: without decimals that say nothing."""
    return decimal_form(hundredths).str.strip_chars_end("0").str.strip_chars_end(".")
