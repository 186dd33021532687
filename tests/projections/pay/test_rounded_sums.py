"""A sum of fractions is exact until its one rounding, on every engine."""

from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.journal import Journal
from projections.rounded_sums import rounded_sums
from projections.tables import Tables

Part = tuple[str, int, int]
PARTS = st.lists(
    st.tuples(st.sampled_from("AB"), st.integers(-(2**40), 2**40), st.sampled_from([31, 6000, 2175 * 480, 52_200 * 7])),
    max_size=12,
)


def exactly(parts: list[Part]) -> dict[str, int]:
    sums: dict[str, Fraction] = {}
    for key, numerator, denominator in parts:
        sums[key] = sums.get(key, Fraction(0)) + Fraction(numerator, denominator)
    return {key: int(abs(each) + Fraction(1, 2)) * (-1 if each < 0 else 1) for key, each in sums.items()}


def summed(engine: Engine, parts: list[Part]) -> dict[str, int]:
    schema = {"employee": pl.String, "numerator": pl.Int64, "denominator": pl.Int64}
    table = engine.table(pl.DataFrame(parts, schema=schema, orient="row"))
    found = engine.rows(rounded_sums(Tables(NO_JOURNAL, engine), table, "employee"))
    return dict(found.select("employee", "amount").iter_rows())


NO_JOURNAL: Journal = None  # type: ignore[assignment] - no table of it is read


@pytest.mark.slow
@settings(deadline=None)
@given(parts=PARTS)
def test_fractions_of_several_denominators_are_added_exactly(parts: list[Part]) -> None:
    assert summed(PolarsEngine(), parts) == exactly(parts)


@pytest.mark.parametrize("engine", [PolarsEngine, DuckDBEngine])
def test_a_sum_that_is_a_half_of_two_parts_is_rounded_up(engine: type[Engine]) -> None:
    assert summed(engine(), [("A", 1, 31), ("A", 29, 62), ("B", 1, 3)]) == {"A": 1, "B": 0}
