"""S10 当月薪资 Pay: every line of it, each with its clause."""

from projections.pay.pay_line import Earned
from projections.pay.payroll import payroll

__all__ = ["Earned", "payroll"]
