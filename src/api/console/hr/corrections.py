"""Correcting how somebody is recorded: the fields as they stand, what would change in them, and the fact again."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.console.form_submission import invalid, new_key, send
from api.console.hr.person_fields import NEW, Field, label_of, read, shown
from api.console.visit import Visit
from api.words.fact_words import field_text
from api.words.translation import marked
from ledger.facts.people import Employee

KIND = "correction"
"""The part of the address of the form."""
FIELDS: Sequence[Field] = tuple(field for field in NEW if field.name != "employee")


def correcting_of(visit: Visit, employee: str, typed: Mapping[str, str] | None) -> dict[str, Any]:
    """The form for a page: as it stands, or as it was typed, and then what it would change."""
    recorded, version = _recorded(visit, employee)
    changes = [] if typed is None else _changes(visit, recorded, typed)
    return {
        "fields": shown(visit, FIELDS, typed or recorded),
        "changes": changes,
        "typed": typed or {},
        "open": typed is not None,
        "key": new_key(),
        "version": version if typed is None else typed["version"],
    }


def correct(visit: Visit, employee: str, typed: Mapping[str, str]) -> bool:
    """Record the person anew, where what changes was looked at; whether it is recorded.

    Raises Problem where a field is of another form, nothing changes, or it was recorded anew meanwhile.
    """
    recorded, _version = _recorded(visit, employee)
    fields = {"employee": employee} | read(visit, dict(typed), FIELDS)
    if not _changes(visit, recorded, typed):
        raise invalid(visit, marked("Nothing was changed; change a field, or leave the form."))
    if not typed["looked"]:
        return False
    send(visit, Employee.kind, fields, typed["key"], typed["version"])
    return True


def _changes(visit: Visit, recorded: Mapping[str, str], typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The label, what stands and what was typed, of each field that differs."""
    differing = [field for field in FIELDS if recorded[field.name] != typed[field.name]]
    return [
        (label_of(visit, field), _in_words(visit, field, recorded), _in_words(visit, field, typed))
        for field in differing
    ]


def _in_words(visit: Visit, field: Field, fields: Mapping[str, str]) -> str:
    value = fields[field.name]
    return field_text(field.name, value, visit.language) if value else ""


def _recorded(visit: Visit, employee: str) -> tuple[dict[str, str], str]:
    """The fields of the fact in force, and its version; a form is sent against the one that was looked at."""
    found = visit.counted(Employee.kind, employee=employee)
    if not found:
        raise invalid(visit, marked("No employee has that number; choose one from the list of people."))
    # A form is sent against all that was recorded, what was voided since included.
    recorded = visit.facts(Employee.kind, employee=employee)[-1]
    return (
        {field.name: str(found[-1].get(field.name) or "") for field in FIELDS},
        str(recorded["id"]).rpartition(".")[2],
    )
