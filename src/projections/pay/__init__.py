"""S10 当月薪资 Pay: every line of it, each with its clause."""

from projections.pay.payroll import LINE_ORDER, Earned, payroll

__all__ = ["LINE_ORDER", "Earned", "payroll"]
