"""What a kind of fact has an effect on, for which dates it holds, and by what a void takes it back."""

from enum import StrEnum

EVERY_REPORT = ("*",)
"""The kind feeds every report that there is."""
ATTENDED = ("adherence", "conduct", "coverage", "monitoring_plan")
"""What is reported of attended shifts, and of who is there (S13)."""
TIME = (
    *("attendance", "anomalies", "punctuality", "hours", "bonus", "awards", "payroll", "paid_time", "compliance"),
    *ATTENDED,
)
BALANCES = ("leave_balances",)
"""What the dates, the grants and the roster say of leave that is left (S4.6)."""
LEAVE_TAKEN = (*TIME, *BALANCES)
SCORES = ("scores", "ranking", "bonus", "awards", "payroll", "compliance")
APPRAISALS = ("appraisals", *SCORES)
AWARDS = ("awards", "payroll", "compliance")
PAY = ("payroll", "compliance")
WAGES = ("payroll", "paid_time", "compliance")
"""What a minute is worth, and which minutes are paid."""


class VoidedBy(StrEnum):
    """By what a void names a fact, beside its id (S11.5)."""

    REF = "ref"
    """The sender's own id: the kind has no number, or its natural key is of what is stated again and again."""
    NUMBER = "number"
    """The sender's own id, or else the fact's own number."""


class Holds(StrEnum):
    """The dates for which a fact holds."""

    DATED = "dated"
    """Its business date, or the dates that it names."""
    ONWARD = "onward"
    """Its business date and every later one."""
    ALWAYS = "always"
    """Every date: it tells of what was brought along, or lasts until its business date."""


class Notice(StrEnum):
    """What people are told of a fact when it is recorded: of which sort it is, and nothing of what it says."""

    DECIDED = "decided"
    """An own request or dispute was decided."""
    TO_DECIDE = "to_decide"
    """Something waits for one's decision, or answer."""
    ROSTER = "roster"
    """Own shifts from today on."""
    READING = "reading"
    """There is something to read: a judgement, a violation, a reminder, a plan, a complaint."""
    DUTY = "duty"
    """An instruction, a task or a promise is new, or due."""
    MONTH = "month"
    """A month was closed, and the payslip is there."""
