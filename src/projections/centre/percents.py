"""S13.1 Shares with two places, and means: of counts, missing where there is nothing to divide by."""

import narwhals.stable.v2 as nw

from projections.expressions import Expression, round_half_up, whole

_WHOLE = 10_000
"""All of it, in hundredths of a percent."""


def percent(part: Expression, of: Expression) -> Expression:
    """S13.1: `part` of `of` in hundredths of a percent; missing of 0. Neither is below 0."""
    return quotient(part * _WHOLE, of)


def quotient(numerator: Expression, denominator: Expression) -> Expression:
    """The rounded quotient; missing of 0."""
    # An engine may look at a branch that is not taken, so nothing is divided by 0 there either.
    divisor = nw.when(denominator > 0).then(denominator).otherwise(whole(1))
    return nw.when(denominator > 0).then(round_half_up(numerator, divisor))
