"""The rule set: every parameter of the manual, typed; how a recorded set is read, and which one a period has.

It stands on the ledger's side because a `rules` fact is refused at recording when a parameter is unknown or out of
range, and because leave and shift types are checked against it. What the parameters *do* is in ``projections``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import ValidationError

from ledger.ruleset.compliance import Compliance
from ledger.ruleset.parameters import MANUAL, Parameter, RuleSet
from ledger.ruleset.pools import POOL_FORMS, Pool
from ledger.ruleset.service import LeaveDays, SickPay
from ledger.ruleset.values import (
    AWARDS,
    AwardTheme,
    Channel,
    LeadBonus,
    LeaveType,
    OvertimeMultiples,
    Role,
    Shift,
    Theme,
    Tier,
    Weights,
    installed_themes,
)

__all__ = [
    "AWARDS",
    "MANUAL",
    "AwardTheme",
    "Channel",
    "Compliance",
    "LeadBonus",
    "LeaveDays",
    "LeaveType",
    "OvertimeMultiples",
    "Parameter",
    "ParameterError",
    "Pool",
    "RecordedRules",
    "Role",
    "RuleSet",
    "Shift",
    "SickPay",
    "Theme",
    "Tier",
    "Weights",
    "installed_themes",
    "normalised",
    "parameter_of",
    "read_parameters",
    "rule_set_of",
]


class ParameterError(ValueError):
    """A parameter that is unknown, wrongly typed or out of range; its text names it and says what to do."""


@dataclass(frozen=True)
class RecordedRules:
    """A rule set on the ledger: its version, the first period it holds for, and where it was recorded."""

    version: str
    effective_period: str
    position: int
    rules: RuleSet


def parameter_of(name: str) -> Parameter:
    """The description of the parameter of that name."""
    (described,) = (item for item in RuleSet.model_fields[name].metadata if isinstance(item, Parameter))
    return replace(described, name=name)


def read_parameters(parameters: Mapping[str, object]) -> RuleSet:
    """The manual's defaults with these parameters over them, each replaced whole (S11.1).

    Raises ParameterError for the first parameter that is wrong.
    """
    unknown = [name for name in parameters if name not in RuleSet.model_fields]
    if unknown:
        raise ParameterError(f"there is no parameter {unknown[0]!r}; see the table of rule parameters for their names")
    try:
        return RuleSet.model_validate(dict(parameters))
    except ValidationError as error:
        raise ParameterError(_sentence(error)) from None


def normalised(parameters: Mapping[str, object]) -> dict[str, Any]:
    """The given parameters in their one interchange form, so that equal values compare equal ("2" and "2.00")."""
    rules = read_parameters(parameters)
    return rules.model_dump(mode="json", include=set(parameters))


def rule_set_of(period: str, recorded: Iterable[RecordedRules]) -> RecordedRules | None:
    """The last recorded set whose effective period is not after `period` (S11.1); None is the manual's own."""
    held = [rules for rules in recorded if rules.effective_period <= period]
    return max(held, key=lambda rules: rules.position, default=None)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_context=False)[0]
    message = first["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    if not first["loc"]:
        return message
    name = str(first["loc"][0])
    where = ".".join(str(part) for part in first["loc"] if part not in POOL_FORMS)
    given = first["input"]
    shown = "" if isinstance(given, Mapping) else f" is {given!r:.60}"
    parameter = parameter_of(name)
    return f"parameter {where}{shown}: {message} ({parameter.en.lower()}, in {parameter.unit}, {parameter.clause})"
