"""What a kind of fact has an effect on: the reports that it feeds, and the dates for which it holds."""

from enum import StrEnum

EVERY_REPORT = ("*",)
"""The kind feeds every report that there is."""
TIME = ("attendance", "anomalies", "hours", "bonus", "awards", "payroll")
SCORES = ("scores", "ranking", "bonus", "awards", "payroll")
AWARDS = ("awards", "payroll")
PAY = ("payroll",)


class Holds(StrEnum):
    """The dates for which a fact holds."""

    DATED = "dated"
    """Its business date, or the dates that it names."""
    ONWARD = "onward"
    """Its business date and every later one."""
    ALWAYS = "always"
    """Every date: it tells of what was brought along, or lasts until its business date."""
