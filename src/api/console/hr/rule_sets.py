"""The rule sets on the ledger, and one of them: every parameter with its clause, and what it changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from api.console.hr.parameter_fields import manual
from api.console.hr.parameter_words import CHAPTERS, NAMES, chapter_of, lines_of, parameter_name, unit_name
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.named_rule_sets import named_rule_sets
from api.operations.periods import periods
from api.words.named_rules import caution_of
from ledger.ruleset import parameter_of

room = Room()

MANUAL = "manual"
_RECORD = "record rules"


@dataclass(frozen=True, slots=True)
class Shown:
    """A parameter of a rule set, with its value beside the manual's and that of the set before."""

    name: str
    label: str
    clause: str
    unit: str
    value: list[str]
    manual: list[str]
    before: list[str]
    changed: bool
    """Against the set before."""
    own: bool
    """Against the manual."""


def recorded_sets(visit: Visit) -> list[Mapping[str, Any]]:
    """The rule sets on the ledger in order, as facts: `version`, `effective_period`, `parameters`, `reason`, …"""
    return visit.facts("rules")


@room.get("/hr/rules")
def rule_sets(visit: Visit) -> Response:
    """Every rule set, with the period from which it holds, and the periods in which it does."""
    sets = recorded_sets(visit)
    held: dict[str, list[str]] = {}
    for each in periods(visit.context).periods:
        held.setdefault(each.rules, []).append(each.period)
    return visit.page(
        "hr/rules.html",
        sets=sets,
        shipped=named_rule_sets(visit.context, visit.language).named_rules,
        held=held,
        names={name: parameter_name(name, visit.language) for name in NAMES},
        zone=visit.zone,
        may_draft=visit.may(_RECORD) is not None and visit.may("compare") is not None,
    )


@room.get("/hr/rules/{version}")
def rule_set(visit: Visit) -> Response:
    """One rule set."""
    version = visit.path["version"]
    values = visit.rules(version)
    sets = recorded_sets(visit)
    place = next((place for place, each in enumerate(sets) if each["version"] == version), None)
    before = sets[place - 1]["version"] if place else MANUAL
    earlier = manual() if before == MANUAL else visit.rules(before)
    shown = [_shown(visit, name, values[name], earlier[name]) for name in NAMES]
    chapters: dict[str, list[Shown]] = {chapter: [] for chapter in CHAPTERS}
    for each in shown:
        chapters[chapter_of(each.name)].append(each)
    return visit.page(
        "hr/rule_set.html",
        version=version,
        caution=caution_of(version, visit.language),
        fact=None if place is None else sets[place],
        before=before,
        chapters=chapters,
        changed=[each for each in shown if each.changed],
        may_draft=visit.may(_RECORD) is not None and visit.may("compare") is not None,
    )


def _shown(visit: Visit, name: str, value: Any, before: Any) -> Shown:
    language, own = visit.language, manual()[name]
    return Shown(
        name,
        parameter_name(name, language),
        parameter_of(name).clause,
        unit_name(name, language),
        lines_of(name, value, language),
        lines_of(name, own, language),
        lines_of(name, before, language),
        value != before,
        value != own,
    )
