"""What stands in addresses: every part that names something, described once for all operations."""

import re
from collections.abc import Mapping
from typing import Any

from api.openapi.examples import FACT_ID
from ledger.facts.base import KINDS
from ledger.facts.codec import form_of
from projections.reports import REPORTS

Schema = dict[str, Any]

_NAME = re.compile(r"{(\w+)}")


def _form(kind: str, field: str) -> Schema:
    form = form_of(KINDS[kind], field)
    assert form is not None, f"{kind}.{field} has no form"
    return dict(form.schema)


IDENTIFIER = _form("employee", "employee")
PERIOD = _form("correction", "period")
DATE = _form("holiday", "date")
INSTANT = _form("clock", "at")
POSITION: Schema = {"type": "integer", "minimum": 0, "maximum": 10**15 - 1}
"""Of the ledger; 0 is before the first fact."""


def _part(description: str, schema: Schema, example: Any) -> Schema:
    return {"description": description, "schema": schema, "example": example}


def _hexadecimal(digits: int) -> Schema:
    return {"type": "string", "pattern": f"^[0-9a-f]{{{digits}}}$"}


PARTS: Mapping[str, Schema] = {
    "period": _part("The period, YYYY-MM.", PERIOD, "2026-10"),
    "report": _part("The report that the figure is in.", {"type": "string", "enum": list(REPORTS)}, "payroll"),
    "employee": _part("The employee's number.", IDENTIFIER, "E0003"),
    "fact": _part(
        "The fact's id, as answers and exports give it.",
        {"type": "string", "pattern": r"^[0-9a-f]{32}\.[1-9][0-9]{0,9}$"},
        FACT_ID,
    ),
    "version": _part("The rule set's version, or `manual`.", IDENTIFIER, "manual"),
    "key": _part("The key's id.", _hexadecimal(12), "26f2b18e88d2"),
    "job": _part("The job's id.", _hexadecimal(24), "0d1c2b3a49586776859493a2"),
    "id": _part("The line's id.", {"type": "integer", "minimum": 1, "maximum": 10**15 - 1}, 17),
    **{
        model.kind: _part(f"The {model.label_en}'s own number.", IDENTIFIER, f"{model.kind[:1].upper()}-1024")
        for model in KINDS.values()
        if model.opens and not model.supersedes
    },
}
"""By its name in the address."""


def parts_of(path: str) -> list[Schema]:
    """The parameters that an address has in it."""
    return [{"name": name, "in": "path", "required": True, **PARTS[name]} for name in _NAME.findall(path)]
