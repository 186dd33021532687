"""The fields of a form as its template shows them: labels, what to choose from, bounds, and a line of help."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.console.records.field_values import ANSWERS, Given
from api.console.records.form_fields import (
    ANSWER,
    DECIMAL,
    HOURS,
    PARTS,
    PEOPLE,
    PERSON,
    SEVERAL,
    TEAM,
    TEAMS,
    TEXT,
    TEXTS,
    WHOLE,
    FactField,
)
from api.console.records.people_in_reach import PeopleInReach
from api.console.visit import Visit
from api.console.words import CHANNELS, channel_name
from api.words.fact_words import field_text, term_text
from api.words.translation import marked
from ledger.labels import is_labelled, label

_NEW_ROWS, _NEW_INNER_ROWS = 3, 1
_MOST_SAID = 100
"""Bounds beyond it help nobody to fill in a field."""
_HELP_CONTEXT = "field help"
_HELP = {
    HOURS: marked("Hours and minutes, such as 7:30."),
    PERSON: marked("Type a name or a number."),
    PEOPLE: marked("Type names or numbers, with a comma between them."),
    TEXTS: marked("One a line."),
    TEAMS: marked("None is all teams."),
}
_UNITS = {
    "yuan": marked("In yuan, such as 4800.00."),
    "points": marked("Points from 0 to 100, such as 92.50."),
    "seconds": marked("In seconds."),
    "percent": marked("In percent."),
    "days": marked("In days."),
}


def shown(
    visit: Visit, fields: Sequence[FactField], given: Given, people: PeopleInReach, within: str = ""
) -> list[dict[str, Any]]:
    """Fields for a page with what is in them; `within` begins the names of those of an object in a list."""
    return [_shown(visit, field, given.get(field.name), people, within) for field in fields]


def _shown(visit: Visit, field: FactField, value: Any, people: PeopleInReach, within: str) -> dict[str, Any]:
    name = within + field.name
    told = {
        "name": name,
        "label": field.called(visit),
        "form": field.form,
        "needed": field.needed and not within,
        "in_row": bool(within),
        "withdraws": field.says_nothing,
        "longest": field.longest,
        "help": _help(visit, field, people),
        "choices": _choices(visit, field, people),
        "suggested": _suggested(visit, field, people),
    }
    if field.form == PARTS:
        return told | {"rows": _rows(visit, field, value or [], people, name)}
    if field.form == PERSON and not value and field.needed:
        value = people.only
    if field.form == PERSON and value:
        value = people.shown(value)
    if field.form == TEAMS and not value and not people.is_everyone:
        value = people.teams
    return told | {"value": value or ([] if field.form in SEVERAL else "")}


def _suggested(visit: Visit, field: FactField, people: PeopleInReach) -> list[tuple[str, str]]:
    """What is offered where anything may be typed: value and label."""
    if field.form != TEXT:
        return []
    if field.name == "team":
        return [(team, "") for team in people.teams]
    return [(each, channel_name(each, visit.language)) for each in CHANNELS] if field.name == "channel" else []


def _rows(
    visit: Visit, field: FactField, given: Sequence[Mapping[str, Any]], people: PeopleInReach, name: str
) -> list[list[dict[str, Any]]]:
    new = _NEW_INNER_ROWS if "." in name else _NEW_ROWS
    every = [*given, *[{} for _ in range(new)]]
    return [shown(visit, field.parts, row, people, f"{name}.{place}.") for place, row in enumerate(every)]


def _choices(visit: Visit, field: FactField, people: PeopleInReach) -> list[tuple[str, str]]:
    """What can be chosen: value and label."""
    if field.form == ANSWER:
        return [(each, field_text(field.name, each == ANSWERS[0], visit.language)) for each in ANSWERS]
    if field.form in (TEAM, TEAMS):
        return [(team, team) for team in people.teams]
    return [(each, term_text(each, visit.language)) for each in field.choices]


def _help(visit: Visit, field: FactField, people: PeopleInReach) -> str:
    """A line of help: of the field where the catalogue has one, else what its form and its bounds say."""
    for key in (f"{field.kind}.{field.name}", field.name):
        if is_labelled(_HELP_CONTEXT, key):
            return label(_HELP_CONTEXT, key, visit.language)
    if field.form in (WHOLE, DECIMAL) and field.unit in _UNITS:
        return visit.says(_UNITS[field.unit])
    if field.form in _HELP and (field.form != TEAMS or people.is_everyone):
        return visit.says(_HELP[field.form])
    if field.form == WHOLE and field.least is not None and (field.most or 0) <= _MOST_SAID:
        return visit.says("From %(least)s to %(most)s.", least=field.least, most=field.most)
    return ""
