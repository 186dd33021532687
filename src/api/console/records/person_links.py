"""What may be recorded about somebody, where the work is: links to forms that begin with the person and the period."""

from collections.abc import Mapping
from typing import Any

from api.console.records.people_in_reach import is_within
from api.console.records.record_kinds import BETTER_PAGES, called, form_path, groups, is_recorded_here
from api.console.visit import Visit
from api.words.translation import said
from ledger.facts import KINDS

_EMPLOYEE, _PERIOD = "employee", "period"


def links_about(visit: Visit, employee: str, period: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """The heading of a group, and the label and address of each form in it that is about somebody."""
    person = visit.names_seen().get(employee)
    if person is None:
        return []
    found = [
        (
            said(heading, visit.language),
            [
                (called(visit, kind), _path(kind, employee, period))
                for kind in kinds
                if _is_about(visit, kind, employee, person)
            ],
        )
        for heading, kinds in groups()
    ]
    return [(heading, links) for heading, links in found if links]


def _is_about(visit: Visit, kind: str, employee: str, person: Mapping[str, Any]) -> bool:
    if kind in BETTER_PAGES or _EMPLOYEE not in KINDS[kind].on_ledger or not is_recorded_here(visit, kind):
        return False
    extent = visit.may(f"record {kind}")
    return extent is not None and is_within(extent, employee, person)


def _path(kind: str, employee: str, period: str) -> str:
    dated = {_PERIOD: period} if _PERIOD in KINDS[kind].own_fields else {}
    return form_path(kind, employee=employee, **dated)
