"""What of a period should be looked at, as the facts and the reports tell it at a position."""

from projections.doubts.period_doubts import PeriodDoubt, period_doubts, without_amounts

__all__ = ["PeriodDoubt", "period_doubts", "without_amounts"]
