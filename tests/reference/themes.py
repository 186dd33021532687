"""S8.1, S8.8: the themes of a period, those that are data included, and who wins one of these."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .metrics import Metrics
from .parameters import DEFAULTS, THEMES
from .state import View

Fact = dict[str, Any]
Rules = dict[str, Any]
Keep = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class Theme:
    """An active theme with its amount and number of winners; `data` is the fact in force of a theme of S8.8."""

    name: str
    amount: int
    winners: int | None
    data: Fact | None = None


def themes(view: View, period: str, rules: Rules) -> list[Theme]:
    """S8.1: the active themes; a period's own list replaces the rule set's. The four first, then by name."""
    of_rules = {entry["theme"]: entry for entry in rules["award_themes"]}
    opened = view.standing["period"].get((period,))
    active = of_rules
    if opened and opened["award_themes"] is not None:
        active = {entry["theme"]: entry for entry in opened["award_themes"]}
    in_order = [*THEMES, *sorted(set(active) - set(THEMES))]
    found = [_active(view, period, active[name], of_rules.get(name)) for name in in_order if name in active]
    return [theme for theme in found if theme is not None]


def _active(view: View, period: str, entry: Fact, of_rules: Fact | None) -> Theme | None:
    """A listed theme; None of one that is not in force yet, which nobody wins (S8.8)."""
    name = entry["theme"]
    stated = [entry["amount"], of_rules["amount"] if of_rules else None]
    if name in THEMES:
        of_manual = {each["theme"]: each for each in DEFAULTS["award_themes"]}
        return Theme(name, first(*stated, of_manual[name]["amount"]) or 0, entry["winners"])
    data = in_force(view, name, period)
    if data is None:
        return None
    return Theme(name, first(*stated, data["amount"]) or 0, first(entry["winners"], data["winners"]), data)


def first(*values: int | None) -> int | None:
    """Give the first value that is there."""
    return next((value for value in values if value is not None), None)


def in_force(view: View, name: str, period: str) -> Fact | None:
    """S8.8: what a theme is in a period: the standing fact with the greatest `from` up to it."""
    facts = [fact for fact in view.by_kind["theme"] if fact["theme"] == name]
    standing = [fact for fact in facts if fact["position"] not in view.voided]
    if not standing:
        # S11.5: read as it stood last, which was before the last of its voids.
        last = max((view.voided_at[fact["position"]] for fact in facts), default=0)
        standing = [fact for fact in facts if view.voided_at[fact["position"]] == last]
    by_start = {fact["from"]: fact for fact in standing if fact["from"] <= period}
    return by_start[max(by_start)] if by_start else None


def won_by_data(theme: Theme, metrics: Metrics, eligible: list[str], keep: Keep) -> list[str]:
    """S8.8: who wins by grant, or by metric; `keep` keeps to the number of winners by total (S8.7)."""
    data = theme.data or {}
    if data["by"] == "grant":
        grants = metrics.view.unvoided("award_grant")
        granted = {
            fact["employee"] for fact in grants if (fact["theme"], fact["period"]) == (theme.name, metrics.period)
        }
        return keep([employee for employee in eligible if employee in granted])
    values = {employee: metrics.value(employee, data["metric"]) for employee in eligible}
    held = {employee: value for employee, value in values.items() if value is not None and _within(data, value)}
    if data["best"] is None:
        return keep(list(held))
    sign = 1 if data["best"] == "highest" else -1
    limit = first(theme.winners, 1) or 1
    return [each for each, own in held.items() if sum(sign * other > sign * own for other in held.values()) < limit]


def _within(data: Fact, value: int) -> bool:
    least, most = data["at_least"], data["at_most"]
    return (least is None or least <= value) and (most is None or value <= most)
