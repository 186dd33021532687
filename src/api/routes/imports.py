"""Importing files: a job each, begun once however often it is asked for."""

from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.auth.authorship import Sender
from api.auth.principals import Principal
from api.openapi.descriptions import IDEMPOTENCY_KEY, JSON, content, header, link, query, told
from api.openapi.schemas import ref
from api.restored_closings import freeze_again
from api.routes.jobs import shown_job
from api.service.answers import json_response
from api.service.deferred_answers import job_ended, seconds_to_wait
from api.service.guard import GuardedRoute, principal_of, service_of
from api.service.idempotency import Answer, RequestKey, answer_of
from api.service.import_options import MAPPING, PINS, ImportAsked, import_asked
from api.service.jobs import RUNNING, Job, Jobs, Progress, Work
from api.service.report_forms import CSV, NDJSON, XLSX
from api.service.service import Service
from api.service.uploads import FILE, MULTIPART, Received, received
from ledger.appends.append import Append
from ledger.formats import FORMATS
from ledger.formats.sheets import sheets_apart, shipped
from ledger.imports.read_ahead import Reading
from ledger.refusal import LedgerError

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_IMPORT = "import"
_TEXT = {"type": "string"}
_YES = {"type": "boolean"}
_BYTES = {"type": "string", "format": "binary"}
_PAIR = {"type": "string", "pattern": "^[^=]+=.+$"}
_LINKS = {name: link(name, job="response.body#/id") for name in ("job", "import_job")}
PREFER = header("Prefer", "`wait=N` (RFC 7240): how many seconds to wait for the end.", _TEXT)


@router.post(
    "/imports",
    **told(
        "import",
        "Import a file",
        "The body is the file, or a part of multipart/form-data. Good lines around a refused one are recorded; a "
        "refused one goes to the quarantine. The same file again records nothing, or goes on where a job was "
        "interrupted, and an export sent to an empty ledger restores it. It is a job, whose answer counts what was "
        "accepted, duplicate, in conflict and rejected, and which facts are `late`, dated in closed periods.",
        tag="Files",
        permission=_IMPORT,
        answer="Job",
        status=202,
        parameters=[
            query("format", "The format; `sheet` where there is a mapping.", {"type": "string", "enum": [*FORMATS]}),
            query("map", "sheet: a mapping that is shipped.", {"type": "string", "enum": [*shipped()]}),
            query("set", "sheet: a column for all rows, such as `period=2026-10`; several times.", _PAIR, many=True),
            query("device", "zkteco: a name for the device."),
            query("trust_direction", "zkteco: take in and out from the device.", _YES),
            query("pin", "zkteco, sheet: `PIN=EMPLOYEE`; several times. Else they are the same.", _PAIR, many=True),
            query("dry_run", "Decide everything, store nothing.", _YES),
            IDEMPOTENCY_KEY,
            PREFER,
        ],
        body={
            **{media: {"schema": _BYTES} for media in (NDJSON, CSV, XLSX, "application/octet-stream")},
            **content(
                {
                    "type": "object",
                    "properties": {FILE: _BYTES, MAPPING: _BYTES, PINS: _BYTES},
                    "required": [FILE],
                    "additionalProperties": False,
                },
                MULTIPART,
            ),
        },
        writes=True,
        problems=["refused", "key-reused"],
        links=_LINKS,
    ),
)
async def import_(request: Request) -> Response:
    """Import a file."""
    service, sender = service_of(request), principal_of(request)
    asked = import_asked(request.query_params)
    async with received(request, (MAPPING, PINS)) as file:
        key = service.request_keys.of(request, sender.id, file.digest)
        answer = await run_in_threadpool(_entered, service, sender, key, asked, file)
    number, seconds = answer.body["id"], seconds_to_wait(request, 0)
    ended = await job_ended(request, number, seconds) if seconds else None
    if ended is None:
        return answer.response()
    return json_response(ended.as_json(), headers={**answer.headers, "Preference-Applied": "wait"})


router.routes[-1].responses[200] = {  # type: ignore[attr-defined]
    "description": "The job has ended within the time that `Prefer` gave it.",
    "content": content(ref("Job"), JSON),
    "links": _LINKS,
}


@router.get(
    "/imports/{job}",
    **told(
        "import_job",
        "One import",
        "The job of an import, as /v1/jobs has it.",
        tag="Files",
        permission="see jobs",
        answer="Job",
    ),
)
async def import_job(request: Request, job: str) -> Response:
    """One import."""
    return await shown_job(request, job, _IMPORT)


def _entered(service: Service, sender: Principal, key: RequestKey | None, asked: ImportAsked, file: Received) -> Answer:
    """The answer of the job; begun where this is the request that has entered it. Raises Problem for wrong options."""
    reading = asked.reading(file.beside, service.ledger.site)
    entered: list[str] = []
    owner = sender.id

    def enter(append: Append) -> bytes:
        now = append.recorded_at
        number = Jobs.enter(append.cursor, _IMPORT, owner, now)
        entered.append(number)
        job = Job(number, _IMPORT, owner, RUNNING, now, now, 0, 0, None)
        kept = Answer(202, job.as_json(), {"Location": f"/v1/jobs/{number}"}).as_bytes()
        return kept if key is None else key.sealed(kept)

    answer = answer_of(service.ledger.transactions.once(None if key is None else key.keyed, enter), key)
    number = answer.body["id"]
    if number in entered:
        file.taken_over = True
        service.jobs.begin(number, _work(service, reading, asked.dry_run, file, Sender(sender, file.called)))
    return answer


def _work(service: Service, reading: Reading, dry_run: bool, file: Received, sender: Sender) -> Work:
    def work(progress: Progress) -> dict[str, Any]:
        with file.file, sheets_apart():
            progress(0, file.size)
            answer = _imported(service, reading, file, progress, sender, dry_run=dry_run)
            # A file that is known already is not read again.
            progress(file.size, file.size)
            return answer

    return work


def _imported(
    service: Service, reading: Reading, file: Received, progress: Progress, sender: Sender, *, dry_run: bool
) -> dict[str, Any]:
    ledger = service.ledger
    begins = ledger.site is None
    before = 0 if begins else ledger.facts.last_position()
    answer = ledger.imports.import_file(
        file.spooled,
        format=reading.format,
        dry_run=dry_run,
        progress=progress,
        options=reading.options,
        jobs=service.settings.reading_processes,
        attest=sender,
    )
    if begins and not dry_run:
        not_frozen = freeze_again(ledger, service.room.turn)
        if not_frozen is not None:
            raise LedgerError(f"all facts are restored, but {not_frozen}")
    late = 0 if begins or dry_run else ledger.facts.late(before)
    return {**answer.as_json(), "dry_run": dry_run, "late": late}
