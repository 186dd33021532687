"""S14 合规 Report `compliance`: where a value is beyond a limit of the rule set. No figure of pay depends on it."""

from collections.abc import Mapping
from dataclasses import dataclass

import narwhals.stable.v2 as nw

from projections.compliance import attended_shifts, cycles, wages
from projections.compliance.limits import ROW, Looked, Rule
from projections.expressions import Frame

MINUTES, DAYS, YUAN, MULTIPLE = "minutes", "days", "yuan", "multiple"
"""What the value and the limit of a rule are."""


@dataclass(frozen=True, slots=True)
class ComplianceRule:
    """A rule of S14: its clause, what its figures are, and what makes its rows."""

    name: str
    clause: str
    unit: str
    rows: Rule
    parameter: str = ""
    """The limit in the parameter `compliance`; the rule's own name where it is empty."""
    shows_pay: bool = False
    """Its rows tell somebody's pay."""

    @property
    def limit(self) -> str:
        """The name of its limit in the parameter `compliance`."""
        return self.parameter or self.name


_RULES = (
    ComplianceRule("overtime_month", "S14.1", MINUTES, cycles.overtime_month),
    ComplianceRule("cycle_minutes", "S14.2", MINUTES, cycles.cycle_minutes),
    ComplianceRule("shift_length", "S14.3", MINUTES, attended_shifts.shift_length),
    ComplianceRule("rest_between_shifts", "S14.4", MINUTES, attended_shifts.rest_between_shifts),
    ComplianceRule("days_in_a_row", "S14.5", DAYS, attended_shifts.days_in_a_row),
    ComplianceRule("minimum_wage", "S14.6", YUAN, wages.minimum_wage, shows_pay=True),
    ComplianceRule("minimum_hourly_wage", "S14.7", YUAN, wages.minimum_hourly_wage, shows_pay=True),
    ComplianceRule("deduction_share", "S14.8", YUAN, wages.deduction_share, shows_pay=True),
    ComplianceRule("deduction_floor", "S14.8", YUAN, wages.deduction_floor, "minimum_wage", shows_pay=True),
    ComplianceRule("absenteeism_multiple", "S14.9", MULTIPLE, wages.absenteeism_multiple, shows_pay=True),
)
RULES: Mapping[str, ComplianceRule] = {rule.name: rule for rule in _RULES}
"""Every rule by name, in the order of the chapter."""


def compliance(looked: Looked) -> Frame:
    """S14: the rows of everyone in the period. Columns: employee, rule, from_day, until_day, value, limit, clause.

    Value and limit are minutes, days, fen or hundredths of a multiple, by the rule. Without the parameter there are no
    rows; a rule whose limit is absent or null (of `cycle_minutes`: false) is not looked at.
    """
    limits = looked.rules.compliance
    found = [] if limits is None else [(rule, getattr(limits, rule.limit)) for rule in _RULES]
    # False is no limit, and 0 is one.
    asked = [rule.rows(looked, limit) for rule, limit in found if limit is not None and limit is not False]
    return nw.concat(asked) if asked else looked.tables.made_of(ROW, [])
