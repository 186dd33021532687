"""The parameters that several operations take, each described once: the parts of addresses, and of queries."""

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from fastapi import Header, Path, Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from api.devices.register import SERIAL
from api.openapi.examples import FACT_ID
from api.operations.pages import MOST
from api.parameter_values import (
    LAST_POSITION,
    read_day,
    read_kind,
    read_position,
    read_truth,
    read_whole,
    read_word,
)
from api.problems import Problem
from ledger.facts.base import KINDS, Fact
from ledger.facts.codec import form_of
from ledger.formats.sheets import TEMPLATES, shipped
from projections.reports import REPORTS

Schema = dict[str, Any]


def schema_of(kind: str, field: str) -> Schema:
    """The JSON Schema of a field of a kind of fact."""
    form = form_of(KINDS[kind], field)
    assert form is not None, f"{kind}.{field} has no form"
    return dict(form.schema)


PREFER, APPLIED, STRICT = "Prefer", "Preference-Applied", "handling=strict"
_STRICT = re.compile(r"(?:^|[,;\s])handling=strict(?:$|[,;\s])")
Handling = Annotated[
    str | None,
    Header(
        alias=PREFER,
        description="`handling=strict` (RFC 7240): what is doubtful is not recorded, but answered with 409.",
    ),
]


def is_strict(prefer: str | None) -> bool:
    """Whether a `Prefer` asks that nothing doubtful is recorded."""
    return _STRICT.search(prefer or "") is not None


IDENTIFIER = schema_of("employee", "employee")
PERIOD = schema_of("correction", "period")
DATE = schema_of("holiday", "date")
INSTANT = schema_of("clock", "at")
NOT_EMPTY: Schema = {"minLength": 1, "pattern": r"^[^\x00]+$"}


def part(description: str, schema: Schema, example: Any) -> Any:
    """A part of an address; what is not of its form names nothing, which the operation says."""
    return Path(description=description, json_schema_extra=schema, examples=[example])


def text_query(description: str, schema: Schema | None = None) -> Any:
    """A query parameter whose text the operation reads."""
    return Query(description=description, json_schema_extra=NOT_EMPTY if schema is None else schema)


def text_queries(description: str, schema: Schema | None = None) -> Any:
    """A query parameter that may be given several times, whose texts the operation reads."""
    items = {"type": "string", **(NOT_EMPTY if schema is None else schema)}
    return Query(description=description, json_schema_extra={"items": items})


def _hexadecimal(digits: int) -> Schema:
    return {"pattern": f"^[0-9a-f]{{{digits}}}$"}


def reader(read: Callable[[str], object]) -> BeforeValidator:
    """Reads a text of a query as it is read for every face."""

    def told(value: object) -> object:
        try:
            return read(str(value))
        except Problem as problem:
            raise PydanticCustomError("told", "{said}", {"said": problem.detail, "code": problem.code}) from None

    return BeforeValidator(told)


def whole(name: str, low: int, high: int, advice: str) -> BeforeValidator:
    """Reads a whole number of a query; what is wrong is told in a sentence."""
    return reader(partial(read_whole, name=name, low=low, high=high, advice=advice))


def chosen(name: str, choices: tuple[str, ...]) -> BeforeValidator:
    """Reads one of several words of a query; what is wrong is told in a sentence."""
    return reader(partial(read_word, name=name, words=choices))


def truth(name: str) -> BeforeValidator:
    """Reads true or false of a query; what is wrong is told in a sentence."""
    return reader(partial(read_truth, name=name))


def dated(name: str) -> BeforeValidator:
    """Reads a date of a query; what is wrong is told in a sentence."""
    return reader(partial(read_day, name=name))


def number_part(model: type[Fact]) -> Any:
    """The part of an address that is the number of a workflow of a kind, by the name of that number."""
    return Path(
        alias=model.own_number,
        description=f"The {model.label_en}'s own number.",
        json_schema_extra=IDENTIFIER,
        examples=[f"{model.kind[:1].upper()}-1024"],
    )


PeriodName = Annotated[str, part("The period, YYYY-MM.", PERIOD, "2026-10")]
EmployeeNumber = Annotated[str, part("The employee's number.", IDENTIFIER, "E0003")]
ReportName = Annotated[str, part("The report that the figure is in.", {"enum": list(REPORTS)}, "payroll")]
FactId = Annotated[
    str,
    part(
        "The fact's id, as answers and exports give it.",
        {"pattern": r"^[0-9a-f]{32}\.[1-9][0-9]{0,9}$"},
        FACT_ID,
    ),
]
RuleSetVersion = Annotated[str, part("The rule set's version, or `manual`.", IDENTIFIER, "manual")]
KeyId = Annotated[str, part("The key's id.", _hexadecimal(12), "26f2b18e88d2")]
WebhookId = Annotated[str, part("The subscription's id.", _hexadecimal(16), "62eb9a0baebee546")]
POSITION: Schema = {"type": "integer", "minimum": 0, "maximum": LAST_POSITION}
"""Of the ledger; 0 is before the first fact."""
MessagePosition = Annotated[str, part("The ledger position of the fact that the message is about.", POSITION, 1200)]
CheckpointSize = Annotated[str, part("The ledger position that the checkpoint is of.", POSITION, 1200)]
JobId = Annotated[str, part("The job's id.", _hexadecimal(24), "0d1c2b3a49586776859493a2")]
ImportId = Annotated[
    str, part("The import's id, or the beginning of it.", {"pattern": "^[0-9a-f]{8,64}$"}, "3f2a9c1b0d4e")
]
SerialNumber = Annotated[str, part("The device's serial number.", {"pattern": SERIAL}, "0316144680030")]
MappingName = Annotated[str, part("The mapping's name.", {"enum": [*shipped()]}, "roster-grid")]
TemplateName = Annotated[str, part("The template's name.", {"enum": [*TEMPLATES]}, "staff")]
DisputeNumber = Annotated[str, number_part(KINDS["dispute"])]
KnownTags = Annotated[str | None, Header(alias="If-None-Match", include_in_schema=False)]
"""The tags of answers that the client has already."""

AsOf = Annotated[
    str | None,
    text_query("As known at a ledger position, or at an instant such as 2026-11-05T09:00:00+08:00."),
]
Rules = Annotated[
    str | None, text_query("Under this rule set, `manual` for the manual's own, instead of the period's.")
]
From = Annotated[date | None, dated("from"), Query(alias="from", description="From this business date on.")]
Until = Annotated[
    date | None, dated("until"), Query(alias="until", description="Up to this business date, that day included.")
]
After = Annotated[
    int,
    reader(partial(read_position, name="after")),
    Query(description="Only facts after this position.", json_schema_extra={"minimum": 0, "maximum": LAST_POSITION}),
]
Limit = Annotated[
    int,
    whole("limit", 1, MOST, f"a number from 1 to {MOST}"),
    Query(description=f"How many at the most, up to {MOST}.", json_schema_extra={"minimum": 1, "maximum": MOST}),
]
PageCursor = Annotated[str | None, text_query("The `next` of the page before, with the same parameters.")]
Kinds = Annotated[
    list[Annotated[str, reader(read_kind)]],
    Query(
        alias="kind",
        description="Only facts of this kind; may be given several times.",
        json_schema_extra={"items": {"type": "string", "enum": list(KINDS)}},
    ),
]
NO_KINDS: list[str] = []
NO_TEXTS: list[str] = []
PageLanguage = Annotated[
    Literal["en", "zh-CN"], chosen("lang", ("en", "zh-CN")), Query(description="The language of the labels.")
]
