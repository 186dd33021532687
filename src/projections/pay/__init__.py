"""S10 当月薪资 Pay: every line of it, each with its clause."""

from projections.pay.payroll import line_quantities, paid_lines, pay_sources, payroll, timed_lines
from projections.pay.sources import Earned, PaySources

__all__ = ["Earned", "PaySources", "line_quantities", "paid_lines", "pay_sources", "payroll", "timed_lines"]
