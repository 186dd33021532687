"""What upholding a complaint would do to the scores of its period, as operations answer it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from api.console.score_change import ScoreChange


class Effect(NamedTuple):
    """The rule set in force, what it deducts (points, as a text), and the scores without it and with it."""

    rules: str
    deduction: str
    change: ScoreChange
    upheld: int
    """How many other complaints of the period are upheld against the employee."""

    @property
    def deducts(self) -> bool:
        """Whether the rule set takes anything off."""
        return bool(self.deduction.strip("0."))


def effect_of(told: Mapping[str, Any]) -> Effect:
    """The effect of a complaint of /v1/effects/complaints."""
    change = ScoreChange(told["period"], told["position"], told["before"], told["after"], told["is_closed"])
    return Effect(told["rules"], told["deduction"], change, told["others"])
