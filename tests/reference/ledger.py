"""The facts recorded so far, and the look-ups that recording needs (interchange)."""

from datetime import date
from typing import Any

from .kinds import KINDS, OWN_NUMBER
from .parameters import DEFAULTS, over_defaults
from .periods import period_of

Fact = dict[str, Any]
# One fact a natural key, whatever the ref (¹ in the interchange).
UNIQUE = ("site", "rules", "monitoring_form", "appraisal_form")


class Ledger:
    """The facts so far, and the look-ups that recording needs."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.by_ref: dict[tuple[str, str], Fact] = {}
        self.by_natural_key: dict[tuple[Any, ...], Fact] = {}
        self.stated: dict[tuple[Any, ...], list[Fact]] = {}
        self.voided: set[int] = set()
        self.swap_status: dict[str, str] = {}
        self.cancelled_leaves: set[str] = set()

    def natural_key(self, kind: str, content: dict[str, Any]) -> tuple[Any, ...]:
        return kind, *(content[key] for key in KINDS[kind].key)

    def append(self, kind: str, content: dict[str, Any], common: dict[str, Any]) -> None:
        """Record a fact at the next position."""
        fact = {**common, **content, "kind": kind, "position": len(self.facts) + 1}
        self.facts.append(fact)
        natural = self.natural_key(kind, content)
        self.stated.setdefault(natural, []).append(fact)
        if kind == "void":
            self.voided |= {target["position"] for target in self.named_by(content)}
        if "ref" in common:
            self.by_ref[kind, common["ref"]] = fact
        # With a ref of its own a plain fact has no natural identity; a workflow's opening always has one.
        if "ref" not in common or KINDS[kind].opens_workflow or kind in UNIQUE:
            self.by_natural_key[natural] = fact
        if kind == "swap":
            self.swap_status[content["swap"]] = "requested"
        if kind == "swap_decision":
            self.swap_status[content["swap"]] = content["decision"]
        if kind == "leave_decision" and content["decision"] == "cancelled":
            self.cancelled_leaves.add(content["leave"])

    def stands(self, natural: tuple[Any, ...], without: int | None = None) -> Fact | None:
        """Give what stands of a key: the last fact that is not voided, nor at the position `without` (S11.5)."""
        gone = {*self.voided, without}
        return next((fact for fact in reversed(self.stated.get(natural, [])) if fact["position"] not in gone), None)

    def named_by(self, void: dict[str, Any]) -> list[Fact]:
        """List the facts that a void names: by ref, else by own number (interchange)."""
        by_ref = self.by_ref.get((void["of_kind"], void["of"]))
        if by_ref:
            return [by_ref]
        number = OWN_NUMBER.get(void["of_kind"])
        return [
            fact for fact in self.facts if fact["kind"] == void["of_kind"] and number and fact[number] == void["of"]
        ]

    def rule_sets(self) -> list[Fact]:
        return [fact for fact in self.facts if fact["kind"] == "rules"]

    def rules_for(self, day: date) -> dict[str, Any]:
        """The rule set in force for a date's period, as recorded so far (S11.1)."""
        period = period_of(day, self.facts[0]["period_start_day"])
        own: dict[str, Any] = {}
        for fact in self.rule_sets():
            if fact["effective_period"] <= period:
                own = fact["parameters"]
        return over_defaults(own)

    def knows(self, parameter: str, name: str) -> bool:
        """Whether the defaults or any rule set on the ledger has this shift or leave type (S3.2)."""
        sets = [DEFAULTS] + [fact["parameters"] for fact in self.rule_sets()]
        return any(name in each.get(parameter, {}) for each in sets)

    def themes(self) -> set[str]:
        """The themes of which something stands (S8.8)."""
        return {fact["theme"] for fact in self.facts if fact["kind"] == "theme" and fact["position"] not in self.voided}

    def roster(self, employee: str, day: date) -> str | None:
        """The shift type that the roster as it stands gives to an employee and date (S3.2)."""
        entry = self.stands(("shift", employee, day))
        return entry["shift"] if entry else None
