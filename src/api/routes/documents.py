"""Documents over HTTP: one operation a document, as PDF or as a workbook."""

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any

from fastapi import Depends, Query
from starlette.responses import Response

from api.documents.printouts import DOCUMENTS, operation_of
from api.documents.printouts.document_request import MEDIA_TYPES
from api.documents.printouts.registry import DocumentDefinition
from api.operations import documents
from api.operations.documents import DocumentQuery
from api.routes.guard import PERMISSION, Asked, guarded_router
from api.routes.parameters import DATE, AsOf, PageLanguage, PeriodName, Rules, chosen, text_query

router = guarded_router("Documents")

_TAKEN: dict[str, Any] = {
    "employee": Annotated[str | None, text_query("Only this employee.")],
    "team": Annotated[str | None, text_query("Only the members of this team.")],
    "amounts": Annotated[
        bool,
        chosen("amounts", ("true", "false")),
        Query(description="With the amounts; for roles that see everybody's bonuses."),
    ],
    "span": Annotated[
        str | None,
        text_query(
            "The whole period (`month`, as without it), or the day or the ISO week of `from`.",
            {"enum": ["day", "week", "month"]},
        ),
    ],
    "since": Annotated[str | None, Query(alias="from", description="From this date.", json_schema_extra=DATE)],
    "until": Annotated[str | None, text_query("Up to this date, included.", DATE)],
    "dispute": Annotated[str, text_query("The number of the dispute.")],
}
"""The parameters that only some documents take, by the field of the query."""


def _query_of(definition: DocumentDefinition) -> Callable[..., DocumentQuery]:
    """The dependency that reads the query of a document, which has the parameters that the document takes."""

    def query(**given: Any) -> DocumentQuery:
        return DocumentQuery(**given)

    form = Query(description="How it is written.", json_schema_extra={"enum": list(definition.forms)})
    taken = {
        "as_of": AsOf,
        **({"rules": Rules} if definition.under_rules else {}),
        **{name: each for name, each in _TAKEN.items() if name in definition.takes},
        "lang": PageLanguage,
        "form": Annotated[str, chosen("form", definition.forms), form],
    }
    defaults = {"amounts": False, "lang": "en", "form": definition.forms[0], "dispute": Parameter.empty}
    parameters = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=defaults.get(name), annotation=each)
        for name, each in taken.items()
    ]
    query.__signature__ = Signature(parameters)  # type: ignore[attr-defined]
    return query


def _add(name: str) -> None:
    definition = DOCUMENTS[name]
    forms = {MEDIA_TYPES[each]: {"schema": {"type": "string", "format": "binary"}} for each in definition.forms}

    @router.get(
        f"/periods/{{period}}/documents/{name}",
        name=f"document_{name.replace('-', '_')}",
        summary=f"Document: {definition.en.lower()}",
        description=f"{definition.zh}. Each page carries its period, ledger position, rule set and a digest, which the "
        "header `Workledger-Digest` has too. The same coordinates give the same bytes.",
        response_class=Response,
        responses={200: {"content": forms, "description": definition.en}},
        openapi_extra={PERMISSION: operation_of(name)},
    )
    def document(
        asked: Asked, period: PeriodName, query: Annotated[DocumentQuery, Depends(_query_of(definition))]
    ) -> Response:
        made = documents.document(asked, name, period, query)
        return Response(made.content, media_type=made.media_type, headers=documents.document_headers(made, period))


for _name in DOCUMENTS:
    _add(_name)
