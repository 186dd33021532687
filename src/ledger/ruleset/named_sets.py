"""Rule sets that are shipped under a name: their parameters, and why each has its value, with the source.

A named set is on no ledger until it is adopted: then it is one `rules` fact, with what the site states of its own.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from importlib import resources
from typing import Any

from ledger.ruleset import MANUAL, ParameterError, RuleSet, normalised

_SHIPPED = resources.files(__package__).joinpath("named")
_FEN = Decimal("0.01")
_DATA, _REASONS = ".json", ".toml"
_LIMITED = "compliance"
"""The parameter whose limits are stated one by one (S14)."""
NOTHING_STATED: Mapping[str, str] = {}
Words = Mapping[str, str]
"""A text in each language."""


@dataclass(frozen=True)
class Reason:
    """Why some parameters of a named set have their values, and where that was read."""

    parameters: tuple[str, ...]
    """Parameters, and limits within one, such as `compliance.shift_length`."""
    why: Words
    source: Words


@dataclass(frozen=True)
class Follower:
    """A parameter that is a percentage of a value (yuan), unless it is stated itself."""

    parameter: str
    of: str
    percent: int


@dataclass(frozen=True)
class NamedSet:
    """A rule set that is shipped, with its table of reasons."""

    name: str
    title: Words
    caution: Words
    basis: Words
    reason: str
    """Why it is adopted, where the site says nothing else."""
    parameters: Mapping[str, Any]
    stated: tuple[str, ...]
    """What the site has to state when it adopts the set."""
    follows: tuple[Follower, ...]
    reasons: tuple[Reason, ...]
    not_checked: tuple[Words, ...]

    def value(self, parameter: str) -> Any:
        """The value of a parameter, or of a limit within one."""
        return _at(self.parameters, parameter)

    @property
    def names(self) -> list[str]:
        """What a site may state: every parameter of the set, and every limit within one."""
        return [*self.parameters, *(f"{_LIMITED}.{limit}" for limit in self.parameters[_LIMITED])]

    def to_state(self, values: Mapping[str, str]) -> list[str]:
        """What the site has to state, and does not, by its short name."""
        given = {self._named(name) for name in values}
        return [_short(name) for name in self.stated if name not in given]

    def with_values(self, values: Mapping[str, str]) -> dict[str, Any]:
        """The parameters with what a site states in place of what is shipped, and with what follows from it.

        Values are texts: a decimal as it is, anything else as JSON. Raises ParameterError for a name that the set does
        not have, or a value that its parameter cannot have.
        """
        stated = {self._named(name): text for name, text in values.items()}
        changed: dict[str, Any] = json.loads(json.dumps(self.parameters))
        for name, text in stated.items():
            _put(changed, name, _read(name, text, self.value(name)))
        changed = normalised(changed)
        for each in self.follows:
            if each.parameter not in stated:
                share = Decimal(str(_at(changed, each.of))) * each.percent
                _put(changed, each.parameter, str(share.scaleb(-2).quantize(_FEN, ROUND_HALF_UP)))
        return normalised(changed)

    def over(self, rules: RuleSet, values: Mapping[str, str] = NOTHING_STATED) -> dict[str, Any]:
        """The parameters other than the manual's of these rules with the set laid over them.

        Raises ParameterError as `with_values` does.
        """
        return own_parameters(rules.model_dump(mode="json")) | self.with_values(values)

    def _named(self, name: str) -> str:
        """A name in full: `minimum_wage` is the limit of that name, where no parameter is called so."""
        if name in self.names:
            return name
        found = [each for each in self.names if _short(each) == name]
        if len(found) != 1:
            known = ", ".join(map(_short, self.stated))
            raise ParameterError(f"{self.name} has no {name[:60]!r} to set; give {known}, or another parameter of it")
        return found[0]


def named_sets() -> tuple[str, ...]:
    """The names of the rule sets that are shipped."""
    return tuple(sorted(file.name.removesuffix(_DATA) for file in _SHIPPED.iterdir() if file.name.endswith(_DATA)))


@cache
def named_set(name: str) -> NamedSet | None:
    """The rule set that is shipped under a name; None where there is none."""
    if name not in named_sets():
        return None
    told = tomllib.loads(_SHIPPED.joinpath(f"{name}{_REASONS}").read_text(encoding="utf-8"))
    fact = json.loads(_SHIPPED.joinpath(f"{name}{_DATA}").read_text(encoding="utf-8"))
    return NamedSet(
        name=name,
        title=told["title"],
        caution=told["caution"],
        basis=told["basis"],
        reason=fact["reason"],
        parameters=fact["parameters"],
        stated=tuple(told["stated"]),
        follows=tuple(Follower(**each) for each in told["follows"]),
        reasons=tuple(Reason(tuple(row["parameters"]), row["why"], row["source"]) for row in told["row"]),
        not_checked=tuple(told["not_checked"]),
    )


def own_parameters(values: Mapping[str, Any]) -> dict[str, Any]:
    """Of the values of a whole rule set, those that differ from the manual's."""
    manual = MANUAL.model_dump(mode="json")
    return {name: value for name, value in values.items() if value != manual[name]}


def _read(name: str, text: str, shipped: Any) -> Any:
    """What a text means: a decimal stays a text, as it is in a rule set; what has parts, or is a whole number, is JSON.

    Raises ParameterError for what is not JSON.
    """
    if isinstance(shipped, str):
        return text.strip()
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        example = json.dumps(shipped, ensure_ascii=False)
        raise ParameterError(f"{name} is {text[:60]!r}, which is not JSON; give a value such as {example}") from None


def _short(name: str) -> str:
    return name.rpartition(".")[2]


def _at(parameters: Mapping[str, Any], name: str) -> Any:
    whole, _, part = name.partition(".")
    return parameters[whole][part] if part else parameters[whole]


def _put(parameters: dict[str, Any], name: str, value: Any) -> None:
    whole, _, part = name.partition(".")
    if part:
        parameters[whole][part] = value
    else:
        parameters[whole] = value
