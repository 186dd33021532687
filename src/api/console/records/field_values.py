"""What is filled in in a form of a fact: as it was sent, as it is recorded, and back again."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from api.console.form_submission import invalid
from api.console.records.form_fields import (
    ANSWER,
    CHOICE,
    CHOICES,
    DATE,
    DECIMAL,
    HOURS,
    LONG,
    MOMENT,
    MONTH,
    PARTS,
    PEOPLE,
    PERSON,
    SEVERAL,
    TEXTS,
    TIME,
    WHOLE,
    FactField,
)
from api.console.records.people_in_reach import PeopleInReach, joined
from api.console.team.weeks import day_asked, moment_asked
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.words.translation import marked
from ledger.facts.types import PERIOD_PATTERN

ANSWERS = ("true", "false")
Given = Mapping[str, Any]
"""By field what was filled in: a text; of several choices a list of them; of a list of objects a list of the same."""
_MINUTES_AN_HOUR = 60
_MOST_ROWS = 100
_DECIMAL = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)
_WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
_HOURS = re.compile(r"([0-9]{1,6})[:\uff1a]([0-5][0-9])", re.ASCII)
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
_MONTH = re.compile(PERIOD_PATTERN, re.ASCII)
_LINES = re.compile(r"[,;\uff0c\uff1b\u3001\s]+")
_PATTERNS = {
    WHOLE: (_WHOLE, marked("%(field)s is not a whole number; enter one such as 12.")),
    DECIMAL: (_DECIMAL, marked("%(field)s is not a figure with at most two decimals; enter one such as 12.50.")),
    HOURS: (_HOURS, marked("%(field)s is not hours and minutes; enter them such as 7:30.")),
    TIME: (_TIME, marked("%(field)s is not a time; enter one such as 08:30.")),
    MONTH: (_MONTH, marked("%(field)s is not a month; enter one such as 2026-10.")),
}


def blank(visit: Visit, fields: Sequence[FactField]) -> dict[str, Any]:
    """What stands in a new form: now and today where something is needed that happened, and what the address says."""
    dated = {DATE: "%Y-%m-%d", MOMENT: "%Y-%m-%dT%H:%M", MONTH: "%Y-%m"}
    wanted = [field for field in fields if field.form in dated and field.needed]
    now = site_now(visit) if wanted else None
    first = {field.name: now.strftime(dated[field.form]) for field in wanted if now is not None}
    asked = {field.name: visit.query[field.name] for field in fields if field.name in visit.query}
    single = {field.name for field in fields if field.form not in (*SEVERAL, PARTS)}
    return first | {name: value for name, value in asked.items() if name in single}


def typed(form: FormData, fields: Sequence[FactField], within: str = "") -> dict[str, Any]:
    """What was filled in, as it was typed; `within` begins the names of the fields of an object in a list."""
    return {field.name: _typed(form, field, within + field.name) for field in fields}


def _typed(form: FormData, field: FactField, name: str) -> Any:
    if field.form == PARTS:
        places = sorted({int(place) for place in _places(form, name)})[:_MOST_ROWS]
        rows = [typed(form, field.parts, f"{name}.{place}.") for place in places]
        return [row for row in rows if any(row.values())]
    if field.form in SEVERAL:
        return [str(each) for each in form.getlist(name) if each]
    return str(form.get(name, "")).strip()


def _places(form: FormData, name: str) -> list[str]:
    found = (each.removeprefix(f"{name}.").partition(".")[0] for each in form if each.startswith(f"{name}."))
    return [place for place in found if place.isascii() and place.isdigit() and len(place) <= len(str(_MOST_ROWS))]


def read(visit: Visit, fields: Sequence[FactField], given: Given, people: PeopleInReach) -> dict[str, Any]:
    """The fields of the fact. Raises Problem for the first that is missing, of another form, or out of its bounds."""
    found: dict[str, Any] = {}
    for field in fields:
        value = given.get(field.name)
        if value:
            found[field.name] = _read(visit, field, value, people)
        elif field.needed and field.form == PARTS:
            found[field.name] = []
        elif field.needed:
            raise invalid(visit, marked("%(field)s is missing; enter it."), field=field.called(visit))
        elif field.says_nothing:
            found[field.name] = None
    return found


def _read(visit: Visit, field: FactField, value: Any, people: PeopleInReach) -> Any:
    if field.form == PARTS:
        return [read(visit, field.parts, row, people) for row in value]
    if field.form == MOMENT:
        return moment_asked(visit, value)
    if field.form == DATE:
        return day_asked(visit, value).isoformat()
    if field.form in (PERSON, PEOPLE):
        return people.number(value) if field.form == PERSON else people.numbers(value)
    if field.form in (CHOICE, CHOICES):
        return _chosen(visit, field, value)
    pattern, wrong = _PATTERNS.get(field.form, (None, ""))
    if pattern is not None and not pattern.fullmatch(value):
        raise invalid(visit, wrong, field=field.called(visit))
    convert = _CONVERSIONS.get(field.form)
    found = value if convert is None else convert(value)
    _refuse_bounds(visit, field, found)
    return found


def _chosen(visit: Visit, field: FactField, value: Any) -> Any:
    if not set([value] if isinstance(value, str) else value) <= set(field.choices):
        raise invalid(
            visit, marked("%(field)s is not one of those to choose from; choose again."), field=field.called(visit)
        )
    return int(value) if field.is_number else value


def _refuse_bounds(visit: Visit, field: FactField, value: Any) -> None:
    if isinstance(value, str) and len(value) > field.longest:
        message = marked("%(field)s has more than %(most)s characters; shorten it.")
        raise invalid(visit, message, field=field.called(visit), most=field.longest)
    if not isinstance(value, int) or isinstance(value, bool) or field.least is None or field.most is None:
        return
    if not field.least <= value <= field.most:
        shown = _shown_whole(field)
        raise invalid(
            visit,
            marked("%(field)s is not from %(least)s to %(most)s; check the figure."),
            field=field.called(visit),
            least=shown(field.least),
            most=shown(field.most),
        )


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, _MINUTES_AN_HOUR)
    return f"{hours}:{rest:02}"


def _shown_whole(field: FactField) -> Callable[[int], str]:
    return _hours if field.form == HOURS else str


def _minutes(text: str) -> int:
    found = _HOURS.fullmatch(text)
    assert found is not None
    return int(found[1]) * _MINUTES_AN_HOUR + int(found[2])


_CONVERSIONS: Mapping[str, Callable[[str], Any]] = {
    WHOLE: int,
    HOURS: _minutes,
    ANSWER: lambda typed: typed == ANSWERS[0],
    TEXTS: lambda typed: [each for each in _LINES.split(typed) if each],
    LONG: lambda typed: typed.replace("\r\n", "\n"),
}


def filled(visit: Visit, fields: Sequence[FactField], fact: Mapping[str, Any], people: PeopleInReach) -> dict[str, Any]:
    """What stands in a form that begins with a fact as it was recorded."""
    return {
        field.name: _filled(visit, field, fact[field.name], people)
        for field in fields
        if fact.get(field.name) is not None
    }


def _filled(visit: Visit, field: FactField, value: Any, people: PeopleInReach) -> Any:
    if field.form == PARTS:
        return [filled(visit, field.parts, each, people) for each in value]
    if field.form == MOMENT:
        return f"{datetime.fromisoformat(value).astimezone(ZoneInfo(visit.zone)):%Y-%m-%dT%H:%M}"
    if field.form in (PEOPLE, PERSON):
        return joined([people.shown(each) for each in value]) if field.form == PEOPLE else people.shown(value)
    show = _SHOWN.get(field.form, str)
    return show(value)


_SHOWN: Mapping[str, Callable[[Any], Any]] = {
    HOURS: _hours,
    ANSWER: lambda value: ANSWERS[not value],
    TEXTS: "\n".join,
    **dict.fromkeys(SEVERAL, list),
}
