"""Importing files over HTTP: a job each, begun once however often it is asked for."""

from typing import Annotated, Any

from fastapi import Header, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.operations import import_reversals, imports, jobs
from api.operations.deferred_answers import job_ended, seconds_to_wait
from api.operations.import_options import MAPPING, PINS, ImportOptions
from api.operations.import_reversals import KeptImports, Reversal, ReversalReason
from api.operations.imports import IMPORT
from api.operations.jobs import Job
from api.operations.report_forms import CSV, NDJSON, XLSX
from api.routes.guard import Asked, AskedOnce, IdempotencyKey, answers, guarded_router, keyed, leads_to, needs, sent
from api.routes.parameters import (
    APPLIED,
    NO_TEXTS,
    PREFER,
    STRICT,
    ImportId,
    JobId,
    is_strict,
    text_queries,
    text_query,
    truth,
)
from api.service.requests.answers import json_response
from api.service.transport.sent_file import FILE
from api.service.transport.uploads import MULTIPART, received
from ledger.formats import FORMATS
from ledger.formats.sheets import shipped

router = guarded_router("Files")
_NO_REASON = ReversalReason()

_BYTES = {"type": "string", "format": "binary"}
_PAIR = {"pattern": "^[^=]+=.+$"}
_PARTS = {
    "type": "object",
    "properties": {FILE: _BYTES, MAPPING: _BYTES, PINS: _BYTES},
    "required": [FILE],
    "additionalProperties": False,
}
_BODY = {media: {"schema": _BYTES} for media in (NDJSON, CSV, XLSX, "application/octet-stream")} | {
    MULTIPART: {"schema": _PARTS}
}
_LINKS = {name: leads_to(name, job="response.body#/id") for name in ("job", "import_job")}

_Format = Annotated[str | None, text_query("The format; `sheet` where there is a mapping.", {"enum": [*FORMATS]})]
_Map = Annotated[str | None, text_query("sheet: a mapping that is shipped.", {"enum": [*shipped()]})]
_Set = Annotated[
    list[str], text_queries("sheet: a column for all rows, such as `period=2026-10`; several times.", _PAIR)
]
_Sheet = Annotated[
    list[str], text_queries("sheet: one to read, several times, or `all` that have the headings.", {"minLength": 1})
]
_Encoding = Annotated[str | None, text_query("sheet: the encoding of a CSV file, such as `gb18030`.")]
_Device = Annotated[str | None, text_query("zkteco: a name for the device.")]
_TrustDirection = Annotated[
    bool, truth("trust_direction"), Query(description="zkteco: take in and out from the device.")
]
_Pin = Annotated[
    list[str],
    text_queries("zkteco, sheet: `PIN=EMPLOYEE`; several times. Else they are the same.", _PAIR),
]
_DryRun = Annotated[bool, truth("dry_run"), Query(description="Decide everything, store nothing.")]
_Prefer = Annotated[
    str | None,
    Header(
        alias=PREFER,
        description="`wait=N` (RFC 7240): how many seconds to wait for the end. `handling=strict`: doubtful lines "
        "are kept out, and go to the quarantine.",
    ),
]


def _answers() -> dict[str, Any]:
    """What the route of an import says of its answers: the job that was begun, or that has ended in time."""
    told = answers(Job, 202)
    told["responses"][202]["links"] = _LINKS
    ended = "The job has ended within the time that `Prefer` gave it."
    told["responses"][200] = {"model": Job, "description": ended, "links": _LINKS}
    return told


@router.post(
    "/imports",
    name="import",
    summary="Import a file",
    description="The body is the file, or a part of multipart/form-data. Good lines around a refused one are recorded; "
    "a refused one goes to the quarantine. The same file again records nothing, or goes on where a job was "
    "interrupted, and an export sent to an empty ledger restores it. It is a job, whose answer counts what was "
    "accepted, duplicate, in conflict and rejected, and which facts are `late`, dated in closed periods; `doubts` are "
    "what was accepted and should be looked at.",
    openapi_extra=needs(imports.import_file) | {"requestBody": {"required": True, "content": _BODY}},
    **_answers(),
)
async def import_file(
    request: Request,
    asked: Asked,
    format: _Format = None,  # noqa: A002 - the name in the query
    map: _Map = None,  # noqa: A002 - the name in the query
    set: _Set = NO_TEXTS,  # noqa: A002 - the name in the query
    sheet: _Sheet = NO_TEXTS,
    encoding: _Encoding = None,
    device: _Device = None,
    trust_direction: _TrustDirection = False,
    pin: _Pin = NO_TEXTS,
    dry_run: _DryRun = False,
    idempotency_key: IdempotencyKey = None,
    prefer: _Prefer = None,
) -> Response:
    """Import a file."""
    options = ImportOptions(
        format or "",
        map or "",
        set,
        device or "",
        trust_direction,
        pin,
        dry_run,
        sheet,
        encoding or "",
        is_strict(prefer),
    )
    async with received(request, (MAPPING, PINS)) as file:
        context = keyed(asked, request, file.digest)
        begun = await run_in_threadpool(imports.import_file, context, options, file)
    headers = {"Location": begun.location or ""}
    seconds = seconds_to_wait(asked, prefer, 0)
    ended = await job_ended(asked, begun.answer.id, seconds) if seconds else None
    if ended is None:
        applied = {APPLIED: STRICT} if options.strict else {}
        return json_response(begun.answer.as_json(), begun.status, headers | applied)
    applied = {APPLIED: f"wait, {STRICT}" if options.strict else "wait"}
    return json_response(ended.as_json(), headers=headers | applied)


@router.get("/imports", name="imports", summary="Imports", openapi_extra=needs(import_reversals.kept_imports))
def imports_begun(asked: Asked) -> KeptImports:
    """The imports that were begun last, the latest first: what they are known by, and what became of their lines."""
    return import_reversals.kept_imports(asked)


@router.post(
    "/imports/{import_id}/undo",
    summary="Undo an import",
    status_code=201,
    responses={200: {"model": Reversal, "description": "The import was undone before."}},
    openapi_extra=needs(import_reversals.undo_import),
)
def undo_import(
    asked: AskedOnce, import_id: ImportId, response: Response, why: ReversalReason = _NO_REASON
) -> Reversal:
    """Voids what the import recorded, and cancels or withdraws the workflows that it opened, in one step.

    Refused, and nothing is undone, where something rests on what it recorded, such as a decision or a dispute: all of
    that is named. `late` are facts dated in closed periods, which the next closing adjusts.
    """
    return sent(response, import_reversals.undo_import(asked, import_id, why))


@router.get("/imports/{job}", summary="One import", openapi_extra=needs(jobs.job))
def import_job(asked: Asked, job: JobId) -> Job:
    """The job of an import, as /v1/jobs has it."""
    return jobs.job(asked, job, IMPORT)
