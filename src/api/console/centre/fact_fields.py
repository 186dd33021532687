"""The fields of a form for any kind of fact, by the types of its own fields: how each is filled in, and read."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from api.auth.principals import Extent
from api.console.form_submission import invalid
from api.console.team.weeks import day_asked, moment_asked
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.words.fact_words import field_label, field_text
from api.words.translation import marked
from ledger.facts.base import Fact
from ledger.facts.codec import choices_of, form_of
from ledger.facts.figures import show_money
from ledger.facts.spans import TIME_OF_DAY
from ledger.facts.types import PERIOD_PATTERN

TEXT, LONG, DATE, MOMENT, MONTH, TIME, MONEY, WHOLE = (
    "text",
    "long",
    "date",
    "moment",
    "month",
    "time",
    "money",
    "whole",
)
CHOICE, ANSWER, PERSON, PEOPLE, TEAM, TEAMS, TEXTS = "choice", "answer", "person", "people", "team", "teams", "texts"
SEVERAL = (PEOPLE, TEAMS)
_LONG = 1_000
_ANSWERS = ("true", "false")
_AMOUNT = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_MONTH = re.compile(PERIOD_PATTERN, re.ASCII)
_BETWEEN = re.compile(r"[^\w.:/-]+")


@dataclass(frozen=True, slots=True)
class FactField:
    """A field of a kind: its name in the interchange format, how it is filled in, and whether it has to be."""

    name: str
    form: str
    needed: bool
    choices: tuple[str, ...] = ()
    kind: str = ""

    def called(self, visit: Visit) -> str:
        """What it is called."""
        return capitalised(field_label(self.name, visit.language, self.kind))


def capitalised(text: str) -> str:
    """A text that begins with a capital, as labels and headings do."""
    return text[:1].upper() + text[1:]


def fact_fields(model: type[Fact], *without: str) -> tuple[FactField, ...]:
    """The fields to fill in of a kind, but for some; who acts by it is whoever sends it."""
    acting = {model.names[name] for name in model.actors if model.model_fields[name].is_required()}
    hidden = {*without, *acting, "override_by", "override_reason"}
    return tuple(_field(model, name, model.names[name]) for name in model.own_fields if model.names[name] not in hidden)


def _field(model: type[Fact], attribute: str, name: str) -> FactField:
    annotation, needed = model.model_fields[attribute].annotation, model.model_fields[attribute].is_required()
    nullable = needed and type(None) in getattr(annotation, "__args__", ())
    choices = choices_of(annotation)
    form = CHOICE if choices else _form(model, attribute, name)
    return FactField(name, form, needed and not nullable, choices, model.kind)


def _form(model: type[Fact], attribute: str, name: str) -> str:
    declared = form_of(model, attribute)
    schema: Mapping[str, Any] = {"type": "array"} if declared is None else declared.schema
    if schema.get("type") == "array":
        return PEOPLE if attribute in model.on_ledger else TEAMS if name == model.of_teams else TEXTS
    if attribute in model.on_ledger:
        return PERSON
    if name == model.of_team:
        return TEAM
    if declared is not None and declared.show is show_money:
        return MONEY
    return _of_schema(schema)


def _of_schema(schema: Mapping[str, Any]) -> str:
    by_format = {"date": DATE, "date-time": MOMENT}
    by_type = {"integer": WHOLE, "boolean": ANSWER}
    by_pattern = {PERIOD_PATTERN: MONTH, TIME_OF_DAY: TIME}
    found = by_format.get(schema.get("format", "")) or by_type.get(schema.get("type", ""))
    return found or by_pattern.get(schema.get("pattern", "")) or (LONG if schema.get("maxLength", 0) > _LONG else TEXT)


def shown(visit: Visit, fields: Sequence[FactField], given: Mapping[str, Any], extent: Extent) -> list[dict[str, Any]]:
    """Fields for a page, with what is in them, and those to choose from whom, or which team, they may name."""
    return [
        {
            "name": field.name,
            "label": field.called(visit),
            "form": field.form,
            "needed": field.needed,
            "value": given.get(field.name, [] if field.form in SEVERAL else ""),
            "choices": _choices(visit, field, extent),
        }
        for field in fields
    ]


def _choices(visit: Visit, field: FactField, extent: Extent) -> list[tuple[str, str, str]]:
    """What can be chosen: value, label and group."""
    if field.form == ANSWER:
        return [(each, field_text(field.name, each == "true", visit.language), "") for each in _ANSWERS]
    if field.form in (PERSON, PEOPLE):
        return _people(visit, extent)
    if field.form in (TEAM, TEAMS):
        every = sorted({each["team"] for each in visit.people().values() if each["employed"]})
        return [(team, team, "") for team in every if extent.everyone or extent.names_team(team)]
    return [(each, field_text(field.name, each, visit.language), "") for each in field.choices]


def _people(visit: Visit, extent: Extent) -> list[tuple[str, str, str]]:
    """Who is within reach, by team."""
    everybody = sorted(visit.people().items(), key=lambda each: (each[1]["team"], each[0]))
    return [
        (number, f"{each['name']} {number}", each["team"])
        for number, each in everybody
        if extent.everyone
        or number in extent.employees
        or (extent.by_posting and each["employed"] and extent.names_team(each["team"]))
    ]


def blank(visit: Visit, fields: Sequence[FactField]) -> dict[str, Any]:
    """What stands in a new form: now and today, where something is asked for that happened."""
    now = site_now(visit)
    first = {DATE: f"{now:%Y-%m-%d}", MOMENT: f"{now:%Y-%m-%dT%H:%M}", MONTH: f"{now:%Y-%m}"}
    return {field.name: first[field.form] for field in fields if field.form in first and field.needed}


def typed(form: FormData, fields: Sequence[FactField]) -> dict[str, Any]:
    """What was filled in, as it was typed."""
    return {
        field.name: [str(each) for each in form.getlist(field.name)]
        if field.form in SEVERAL
        else str(form.get(field.name, "")).strip()
        for field in fields
    }


def read(visit: Visit, fields: Sequence[FactField], given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the fact. Raises Problem for the first that is missing, or of another form."""
    found: dict[str, Any] = {}
    for field in fields:
        value = given[field.name]
        if value:
            found[field.name] = _read(visit, field, value)
        elif field.needed:
            raise invalid(visit, marked("%(field)s is missing; enter it."), field=field.called(visit))
    return found


def _read(visit: Visit, field: FactField, value: Any) -> Any:
    if field.form == MOMENT:
        return moment_asked(visit, value)
    if field.form == DATE:
        return day_asked(visit, value).isoformat()
    pattern, wrong = _PATTERNS.get(field.form, (None, ""))
    if pattern is not None and not pattern.fullmatch(value):
        raise invalid(visit, wrong, field=field.called(visit))
    convert = _CONVERSIONS.get(field.form)
    return value if convert is None else convert(value)


_CONVERSIONS: Mapping[str, Callable[[str], Any]] = {
    WHOLE: int,
    ANSWER: lambda typed: typed == _ANSWERS[0],
    TEXTS: lambda typed: [each for each in _BETWEEN.split(typed) if each],
    LONG: lambda typed: typed.replace("\r\n", "\n"),
}
_PATTERNS = {
    WHOLE: (_WHOLE, marked("%(field)s is not a whole number; enter one such as 12.")),
    MONEY: (_AMOUNT, marked("%(field)s is not an amount; enter yuan, such as 4800.00.")),
    TIME: (_TIME, marked("%(field)s is not a time; enter one such as 08:30.")),
    MONTH: (_MONTH, marked("%(field)s is not a month; enter one such as 2026-10.")),
}
