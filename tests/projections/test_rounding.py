"""There is one rounding, and it is exact on every engine: half up, away from zero on a tie."""

from fractions import Fraction

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from projections.engine import DuckDBEngine, Engine, PolarsEngine
from projections.expressions import round_half_up
from projections.expressions import rounded as rounded_alone

LARGEST = 2**52
Ratio = tuple[int, int]
ratios = st.lists(
    st.tuples(
        st.one_of(st.integers(-LARGEST, LARGEST), st.integers(-1_000, 1_000)),
        st.one_of(st.integers(1, 100), st.integers(1, LARGEST)),
    ),
    min_size=1,
    max_size=60,
)


def exactly(numerator: int, denominator: int) -> int:
    """By fractions: the whole part of the size and a half, with the sign put back."""
    size = int(abs(Fraction(numerator, denominator)) + Fraction(1, 2))
    return -size if numerator < 0 else size


def rounded(engine: Engine, pairs: list[Ratio]) -> list[int]:
    rows = [(row, *pair) for row, pair in enumerate(pairs)]
    table = pl.DataFrame(rows, schema={"row": pl.Int64, "n": pl.Int64, "d": pl.Int64}, orient="row")
    made = engine.table(table).select("row", figure=round_half_up(nw.col("n"), nw.col("d")))
    return engine.rows(made).sort("row")["figure"].to_list()


def rounded_by_a_constant(engine: Engine, numerators: list[int], denominator: int) -> list[int]:
    table = pl.DataFrame({"row": range(len(numerators)), "n": numerators}, schema={"row": pl.Int64, "n": pl.Int64})
    made = engine.table(table).select("row", figure=round_half_up(nw.col("n"), denominator))
    return engine.rows(made).sort("row")["figure"].to_list()


@pytest.mark.parametrize("engine", [PolarsEngine, DuckDBEngine])
def test_half_goes_away_from_zero(engine: type[Engine]) -> None:
    pairs = [(5, 10), (-5, 10), (15, 10), (-15, 10), (25, 10), (4, 10), (-4, 10), (1, 3), (2, 3), (-2, 3), (0, 7)]
    assert rounded(engine(), pairs) == [1, -1, 2, -2, 3, 0, 0, 0, 1, -1, 0]


@pytest.mark.parametrize("engine", [PolarsEngine, DuckDBEngine])
@settings(max_examples=15, deadline=None)
@given(ratios)
@example([(LARGEST, 1), (-LARGEST, 1), (LARGEST - 1, 2), (1 - LARGEST, 2), (LARGEST, 3), (LARGEST - 1, LARGEST)])
def test_rounding_equals_exact_fractions(engine: type[Engine], pairs: list[Ratio]) -> None:
    assert rounded(engine(), pairs) == [exactly(*pair) for pair in pairs] == [rounded_alone(*each) for each in pairs]


@pytest.mark.parametrize("engine", [PolarsEngine, DuckDBEngine])
@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=60), st.sampled_from([28, 31, 100, 480, 2175]))
def test_rounding_by_a_constant_is_exact_up_to_the_bounds_of_64_bits(
    engine: type[Engine], numerators: list[int], denominator: int
) -> None:
    expected = [exactly(numerator, denominator) for numerator in numerators]
    assert rounded_by_a_constant(engine(), numerators, denominator) == expected
