"""Workflows over HTTP: those of a kind, one of them with its entity tag, and its history."""

from datetime import date
from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from api.operations import workflows
from api.operations.histories import History
from api.operations.pages import USUAL, PageQuery
from api.operations.workflows import WORKFLOWS, Workflow, WorkflowQuery, Workflows
from api.routes.guard import PERMISSION, Asked, answers, guarded_router
from api.routes.parameters import After, AsOf, KnownTags, Limit, PageCursor, dated, number_part, text_query
from api.service.requests.answers import json_response
from api.service.requests.preconditions import entity_tag, is_known
from ledger.facts.base import Fact

router = guarded_router("Workflows")

_Standing = Annotated[str | None, text_query("Only those in this state, such as requested, approved, open or upheld.")]
_OfEmployee = Annotated[str | None, text_query("Only those of this employee.")]
_From = Annotated[
    date | None,
    dated("from"),
    Query(alias="from", description="Only those about this date or a later one; a leave by its last date."),
]
_Until = Annotated[
    date | None, dated("until"), Query(alias="until", description="Only those about this date or an earlier one.")
]


def _add_list(model: type[Fact]) -> None:
    @router.get(
        f"/{model.resource}",
        name=f"all_{model.kind}",
        summary=f"All {model.label_en}s",
        description=f"{model.label_zh}: those within the role's reach, in the order of recording, with their states.",
        openapi_extra={PERMISSION: f"read {model.kind}"},
        **answers(Workflows),
    )
    def every(
        asked: Asked,
        standing: _Standing = None,
        employee: _OfEmployee = None,
        first: _From = None,
        last: _Until = None,
        after: After = 0,
        as_of: AsOf = None,
        limit: Limit = USUAL,
        cursor: PageCursor = None,
    ) -> Response:
        wanted = WorkflowQuery(standing, employee, first, last)
        return json_response(workflows.workflows(asked, model.kind, wanted, PageQuery(after, as_of, limit, cursor)))


def _add_one(model: type[Fact]) -> None:
    told = answers(Workflow)
    told["responses"] |= {304: {"description": "It has not moved on."}}

    @router.get(
        f"/{model.resource}/{{{model.own_number}}}",
        name=f"one_{model.kind}",
        summary=f"One {model.label_en}",
        description=f"{model.label_zh}: what opened it, all that followed, and its state. Send its ETag in "
        "`If-Match` with a decision.",
        openapi_extra={PERMISSION: f"read {model.kind}"},
        **told,
    )
    def one(asked: Asked, number: Annotated[str, number_part(model)], known: KnownTags = None) -> Response:
        found = workflows.workflow(asked, model.kind, number)
        headers = {"ETag": entity_tag(found["version"])}
        if is_known(known, headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return json_response(found, headers=headers)


def _add_history(model: type[Fact]) -> None:
    @router.get(
        f"/{model.resource}/{{{model.own_number}}}/history",
        name=f"history_of_{model.kind}",
        summary=f"The history of one {model.label_en}",
        description=f"{model.label_zh}: every step, with when it happened and when it was recorded.",
        openapi_extra={PERMISSION: f"read {model.kind}"},
        **answers(History),
    )
    def history(asked: Asked, number: Annotated[str, number_part(model)], as_of: AsOf = None) -> Response:
        return json_response(workflows.workflow_history(asked, model.kind, number, as_of))


for _model in WORKFLOWS:
    _add_list(_model)
    _add_one(_model)
    _add_history(_model)
