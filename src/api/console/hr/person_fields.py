"""The fields of forms about somebody: how each is filled in, its label, and what was filled in."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from api.console.form_submission import invalid
from api.console.visit import Visit
from api.words.fact_words import field_label, field_text
from api.words.translation import marked
from ledger.facts.base import Fact
from ledger.facts.codec import choices_of, form_of
from ledger.facts.figures import show_money
from ledger.facts.people import Employee

TEXT, DATE, MONEY, CHOICE = "text", "date", "money", "choice"
_AMOUNT = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a fact: how it is filled in, and whether it has to be."""

    name: str
    form: str
    needed: bool = True
    choices: tuple[str, ...] = ()


def fields_of_form(model: type[Fact], *without: str) -> tuple[Field, ...]:
    """The fields of a form for a kind of fact, by the types of its own fields, but for some."""
    return tuple(
        _field(model, name, shown)
        for name, shown in model.names.items()
        if name in model.own_fields and shown not in without
    )


def _field(model: type[Fact], name: str, shown: str) -> Field:
    form, needed = form_of(model, name), model.model_fields[name].is_required()
    choices = choices_of(model.model_fields[name].annotation)
    if choices:
        return Field(shown, CHOICE, needed, choices)
    if form is not None and form.show is show_money:
        return Field(shown, MONEY, needed)
    return Field(shown, DATE if form is not None and form.store is date.isoformat else TEXT, needed)


SALARY = "monthly"
_EMPLOYED = fields_of_form(Employee)
NEW = (*_EMPLOYED, Field(SALARY, MONEY, needed=False))
"""Of somebody new: who it is, and the base salary from the first day, where it is known."""


def shown(visit: Visit, needed: Sequence[Field], fields: Mapping[str, str]) -> list[dict[str, Any]]:
    """Fields for a page, with what is in them."""
    return [
        {
            "name": field.name,
            "label": label_of(visit, field),
            "form": field.form,
            "needed": field.needed,
            "value": fields.get(field.name, ""),
            "choices": [(each, field_text(field.name, each, visit.language)) for each in field.choices],
        }
        for field in needed
    ]


def label_of(visit: Visit, field: Field) -> str:
    """What a field is called."""
    named = {
        "name": marked("Name of the person"),
        "employee": marked("Employee no."),
        SALARY: marked("Base salary (yuan)"),
    }
    if field.name in named:
        return visit.says(named[field.name])
    label = field_label(field.name, visit.language)
    return f"{label[:1].upper()}{label[1:]}"


def read(visit: Visit, fields: Mapping[str, str], needed: Sequence[Field]) -> dict[str, str]:
    """What was filled in. Raises Problem for the first field that is of another form."""
    for field in needed:
        value, label = fields[field.name], label_of(visit, field)
        if field.needed and not value:
            raise invalid(visit, marked("%(field)s is missing; enter it."), field=label)
        if value and field.form == DATE and not _is_date(value):
            raise invalid(visit, marked("%(field)s is not a date; enter a day such as 2026-10-05."), field=label)
        if value and field.form == MONEY and not _is_money(value):
            raise invalid(visit, marked("%(field)s is not an amount; enter yuan, such as 4800.00."), field=label)
    return {field.name: fields[field.name] for field in needed}


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_money(text: str) -> bool:
    return _AMOUNT.fullmatch(text) is not None
