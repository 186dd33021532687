"""What can be taken away over HTTP: the whole ledger, mappings that are shipped, and statutory holidays."""

import re
from typing import Annotated, Any

from fastapi import Query
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError
from starlette.responses import Response, StreamingResponse

from api.operations import exports
from api.operations.exports import FIRST_YEAR, LAST_YEAR, Mappings, StatutoryHolidays
from api.operations.report_forms import NDJSON
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import TOLD, MappingName

router = guarded_router("Files")

_TOML = "application/toml"


def _of_form(name: str, pattern: str, advice: str) -> BeforeValidator:
    """Reads a text of a query that is of a form; what is wrong is told in a sentence."""

    def read(value: object) -> object:
        if not re.fullmatch(pattern, str(value), re.ASCII):
            said = f"{name} is {str(value)[:60]!r}; give {advice}"
            raise PydanticCustomError(TOLD, "{said}", {"said": said, "code": None})
        return value

    return BeforeValidator(read)


_Country = Annotated[
    str,
    _of_form("country", "[A-Za-z]{2}", "a code of two letters, such as CN"),
    Query(
        description="The country's code of two letters.",
        json_schema_extra={"pattern": "^[A-Za-z]{2}$"},
        examples=["CN"],
    ),
]
_Year = Annotated[
    int,
    _of_form("year", "19(49|[5-9][0-9])|2[0-9]{3}", f"one from {FIRST_YEAR} to {LAST_YEAR}, such as 2026"),
    Query(
        description="The year.",
        json_schema_extra={"minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        examples=[2026],
    ),
]


def _text(media_type: str, description: str) -> dict[str, Any]:
    """What a route says that answers a text."""
    content = {media_type: {"schema": {"type": "string"}}}
    return {
        "response_model": None,
        "response_class": Response,
        "responses": {200: {"content": content, "description": description}},
    }


@router.get(
    "/export", summary="Every fact", openapi_extra=needs(exports.export), **_text(NDJSON, "Every fact, a line each.")
)
def export(asked: Asked) -> Response:
    """A line each, in the interchange format, as the ledger stands now.

    The header `Workledger-Position` says where that is. Sent to /v1/imports of an empty ledger it restores this one.
    """
    found = exports.export(asked)
    headers = {"Workledger-Position": str(found.position)}
    return StreamingResponse(found.parts, media_type=NDJSON, headers=headers)


@router.get("/mappings", summary="The mappings that are shipped", openapi_extra=needs(exports.mappings))
def mappings(asked: Asked) -> Mappings:
    """Of sheets to facts; each is used by its name, or copied and changed."""
    return exports.mappings(asked)


@router.get(
    "/mappings/{name}",
    summary="One mapping",
    openapi_extra=needs(exports.mapping),
    **_text(_TOML, "The text of the mapping."),
)
def mapping(asked: Asked, name: MappingName) -> Response:
    """Its text, with what it takes for granted in its head."""
    return Response(exports.mapping(asked, name), media_type=f"{_TOML}; charset=utf-8")


@router.get(
    "/statutory-holidays",
    summary="The statutory holidays of a year",
    description="As facts of the kind `holiday`, to be recorded; without the rest days beside them, which are not paid "
    "threefold (S10.4).",
    openapi_extra=needs(exports.statutory_holidays),
)
def statutory_holidays(asked: Asked, country: _Country, year: _Year) -> StatutoryHolidays:
    """The statutory holidays of a year."""
    return exports.statutory_holidays(asked, country, year)
