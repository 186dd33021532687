"""Monitoring forms as they are on the ledger, and what a version changed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from api.console.visit import Visit

WHOLE = 100


@dataclass(frozen=True, slots=True)
class FormCriterion:
    """A criterion of a form: its weight in percent, and whether who fails it fails the whole."""

    name: str
    weight: int
    critical: bool

    @property
    def is_passed_or_failed(self) -> bool:
        """Whether it is marked as all or nothing: a critical one, which weighs nothing beside that."""
        return self.critical and self.weight == 0


@dataclass(frozen=True, slots=True)
class Form:
    """A version of a form, and the fact that made it."""

    name: str
    version: int
    channel: str | None
    criteria: tuple[FormCriterion, ...]
    fact: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """What a version changed about a criterion; `before` is None where it is new, `after` where it is gone."""

    name: str
    before: FormCriterion | None
    after: FormCriterion | None


def every_form(visit: Visit) -> list[Form]:
    """Every version of every form, by name, the newest version first; voided ones too (S11.5)."""
    facts = visit.facts("monitoring_form")
    return _sorted(facts)


def forms_in_force(visit: Visit) -> list[Form]:
    """The versions of forms that an evaluation may be made by: those that no void takes back."""
    return _sorted(visit.counted("monitoring_form"))


def _sorted(facts: Iterable[Mapping[str, Any]]) -> list[Form]:
    return sorted((form_of(fact) for fact in facts), key=lambda form: (form.name, -form.version))


def form_of(fact: Mapping[str, Any]) -> Form:
    """The form that a fact says."""
    criteria = tuple(FormCriterion(each["name"], each["weight"], each["critical"]) for each in fact["criteria"])
    return Form(fact["form"], fact["version"], fact.get("channel"), criteria, fact)


def latest(forms: Iterable[Form]) -> dict[str, Form]:
    """The newest version of each form, by name."""
    found: dict[str, Form] = {}
    for form in forms:
        if form.name not in found or found[form.name].version < form.version:
            found[form.name] = form
    return found


def named(forms: Iterable[Form], name: str, version: int | None = None) -> Form | None:
    """A version of a form, the newest where none is named; None where there is none."""
    matching = [form for form in forms if form.name == name and version in (None, form.version)]
    return max(matching, key=lambda form: form.version, default=None)


def changes(before: Form, after: Form) -> list[Change]:
    """What a version changed: criteria that are new, gone, or weighted or held critical otherwise."""
    old = {each.name: each for each in before.criteria}
    new = {each.name: each for each in after.criteria}
    gone = [Change(each.name, each, None) for each in before.criteria if each.name not in new]
    other = [Change(each.name, old.get(each.name), each) for each in after.criteria if old.get(each.name) != each]
    return [*other, *gone]


def critical_names(forms: Iterable[Form], made_by: tuple[str, int] | None) -> frozenset[str]:
    """The critical criteria of the form that an evaluation was made by; none where that is not known."""
    form = None if made_by is None else named(forms, *made_by)
    return frozenset() if form is None else frozenset(each.name for each in form.criteria if each.critical)
