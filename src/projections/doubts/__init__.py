"""What should be looked at, as the facts and the reports tell it: of a period, and of what is about to be recorded."""

from projections.doubts.import_doubts import is_told_by_reports, told_by_reports
from projections.doubts.late_doubts import late_amounts, supposed_amounts, with_amount, without_amounts
from projections.doubts.leave_doubts import approval_doubts
from projections.doubts.period_doubts import PeriodDoubt, period_doubts

__all__ = [
    "PeriodDoubt",
    "approval_doubts",
    "is_told_by_reports",
    "late_amounts",
    "period_doubts",
    "supposed_amounts",
    "told_by_reports",
    "with_amount",
    "without_amounts",
]
