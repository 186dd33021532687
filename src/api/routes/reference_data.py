"""What is shipped with the program over HTTP: mappings, templates of sheets, and statutory holidays."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.operations import reference_data
from api.operations.reference_data import FIRST_YEAR, LAST_YEAR, TEMPLATE_TYPES, Mappings, StatutoryHolidays, Templates
from api.routes.guard import Asked, guarded_router, needs
from api.routes.parameters import MappingName, PageLanguage, TemplateName, chosen

router = guarded_router("Files")

_Country = Annotated[
    str,
    Query(
        description="The country's code of two letters.",
        examples=["CN"],
        json_schema_extra={"pattern": "^[A-Za-z]{2}$"},
    ),
]
_Year = Annotated[
    str,
    Query(
        description="The year.",
        json_schema_extra={"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR, "examples": [2026]},
    ),
]


_TOML = "application/toml"


@router.get("/mappings", summary="The mappings that are shipped", openapi_extra=needs(reference_data.mappings))
def mappings(asked: Asked) -> Mappings:
    """Of sheets to facts; each is used by its name, or copied and changed."""
    return reference_data.mappings(asked)


@router.get(
    "/mappings/{name}",
    summary="One mapping",
    response_model=None,
    response_class=Response,
    responses={200: {"content": {_TOML: {"schema": {"type": "string"}}}}},
    openapi_extra=needs(reference_data.mapping),
)
def mapping(asked: Asked, name: MappingName) -> Response:
    """Its text, with what it takes for granted in its head."""
    return Response(reference_data.mapping(asked, name), media_type=f"{_TOML}; charset=utf-8")


_Form = Annotated[
    str,
    chosen("form", tuple(TEMPLATE_TYPES)),
    Query(description="A workbook with notes, or the headings as CSV.", json_schema_extra={"enum": [*TEMPLATE_TYPES]}),
]
_FILES = {
    media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
    for media_type in TEMPLATE_TYPES.values()
}


@router.get("/templates", summary="The templates of sheets", openapi_extra=needs(reference_data.templates))
def templates(asked: Asked) -> Templates:
    """Empty sheets to fill in, in the order in which they are imported, each with the mapping that reads it."""
    return reference_data.templates(asked)


@router.get(
    "/templates/{name}",
    summary="One template of a sheet",
    response_class=Response,
    responses={200: {"content": _FILES, "description": "The empty sheet"}},
    openapi_extra=needs(reference_data.template),
)
def template(asked: Asked, name: TemplateName, lang: PageLanguage = "en", form: _Form = "xlsx") -> Response:
    """An empty sheet to fill in, with the headings that a shipped mapping reads; a second sheet says what they mean."""
    made = reference_data.template(asked, name, lang, form)
    return Response(made.content, media_type=made.media_type, headers=made.headers)


@router.get(
    "/statutory-holidays",
    summary="The statutory holidays of a year",
    openapi_extra=needs(reference_data.statutory_holidays),
)
def statutory_holidays(asked: Asked, country: _Country, year: _Year) -> StatutoryHolidays:
    """As facts of the kind `holiday`, to be recorded, and beside them the public calendar: `calendar_day` facts.

    The rest days of the latter are not paid threefold (S10.4). It is empty where no arrangement of the year is known.
    """
    return reference_data.statutory_holidays(asked, country, year)
