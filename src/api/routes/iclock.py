"""What attendance devices call by themselves: plain text, without a key; the serial number has to be on the list."""

import io
from typing import Any

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.devices import adms
from api.devices.register import SEEN_EVERY, SERIAL, Device, find_device, keep_stamp, note_seen
from api.openapi.descriptions import content, problem_answers, query
from api.problems import PROBLEMS, Problem
from api.service.guard import service_of
from api.service.middleware import too_large
from api.service.service import Service
from ledger.calendar import instant
from ledger.ledger import LedgerError

router = APIRouter(prefix="/iclock")

MOST_BYTES = 16 * 1_048_576
"""Of one sending of punches: more than the log of any device, and little enough to be held at once."""
_UNKNOWN = "unknown device"
_TEXT = content({"type": "string"}, "text/plain")
_SERIAL = query("SN", "The serial number of the device.", {"type": "string", "pattern": SERIAL}) | {"required": True}
_TABLE = query("table", "What is sent: punches are ATTLOG.")
_STAMP = query("Stamp", "How far the device has sent its log with this, in its own words.")


def _told(operation: str, summary: str, description: str, *more: Any, problems: tuple[str, ...] = ()) -> dict[str, Any]:
    """The words of a route of a device: whoever asks, its answers are text."""
    answers: dict[int | str, Any] = {
        200: {"description": summary, "content": _TEXT},
        401: {"description": "The device is not on the list.", "content": _TEXT},
    }
    problem_answers(
        (PROBLEMS[name] for name in ("too-many-requests", "head-too-large", "internal", "unavailable", *problems)),
        answers,
    )
    return {
        "operation_id": operation,
        "summary": summary,
        "description": description,
        "tags": ["Devices"],
        "responses": answers,
        "response_class": Response,
        "response_model": None,
        "openapi_extra": {"parameters": [_SERIAL, *more]},
    }


@router.get(
    "/cdata",
    **_told(
        "device_options",
        "The options of a device",
        "From where on to send its log, how often to call, and the time zone of the site. What else a device asks for "
        "here is answered with OK.",
        _TABLE,
        problems=("refused",),
    ),
)
async def options(request: Request) -> Response:
    """The options of a device."""
    device = await _calling(request)
    if device is None:
        return _unknown()
    if "table" in request.query_params or "type" in request.query_params:
        return PlainTextResponse(adms.DONE)
    service = service_of(request)
    site = await run_in_threadpool(lambda: service.ledger.site)
    if site is None:
        raise LedgerError("the ledger has no site yet, whose time a device keeps; record the site first, with init")
    return PlainTextResponse(adms.options_answer(device, site.zone, instant(service.now())))


@router.post(
    "/cdata",
    **_told(
        "device_data",
        "What a device has recorded",
        "Punches (ATTLOG) are on the ledger, or refused and in the quarantine, when they are answered; the same again "
        "changes nothing. Other tables are answered, and not recorded.",
        _TABLE | {"required": True, "example": "ATTLOG"},
        _STAMP,
        problems=("malformed", "invalid", "refused", "too-slow", "too-large", "unsupported-media-type"),
    ),
)
async def data(request: Request) -> Response:
    """What a device has recorded."""
    device = await _calling(request)
    if device is None:
        return _unknown()
    table = request.query_params.get("table", "").upper()
    if table in adms.ACCESS_CONTROL:
        raise Problem(
            "invalid", f"the table {table[:60]} is of access control; set the device to attendance (T&A PUSH)"
        )
    if not table and "type" not in request.query_params:
        raise Problem("invalid", "the parameter table is missing; punches are sent as table=ATTLOG")
    encoding = request.headers.get("content-encoding", "")
    if table != adms.PUNCHES:
        count = await _passed_over(request)
        return PlainTextResponse(adms.received(count) if table in adms.OF_LINES and not encoding else adms.DONE)
    lines = await run_in_threadpool(_lines, await _body(request), encoding)
    stamp = request.query_params.get("Stamp", "")
    count = await run_in_threadpool(_recorded, service_of(request), device, lines, stamp)
    return PlainTextResponse(adms.received(count))


@router.get(
    "/getrequest",
    **_told("device_commands", "What a device is to do", "Nothing, ever: it is sent no commands."),
)
async def commands(request: Request) -> Response:
    """Nothing is to be done."""
    return await _acknowledged(request)


@router.post(
    "/devicecmd",
    **_told("device_results", "What a device has done", "Answered, and not recorded: it was sent no commands."),
)
async def results(request: Request) -> Response:
    """What came of commands that nobody sent."""
    return await _acknowledged(request)


@router.get("/ping", **_told("device_ping", "Whether the service is there", "How a device keeps its connection."))
async def ping(request: Request) -> Response:
    """The service is there."""
    return await _acknowledged(request)


@router.post("/ping", **_told("device_ping_sent", "Whether the service is there", "The same, as some firmware asks."))
async def ping_sent(request: Request) -> Response:
    """The service is there."""
    return await _acknowledged(request)


# Older attendance firmware sends photos here, and would send them for ever if nothing answered.
@router.post("/fdata", **_told("device_files", "Photos of a device", "Answered, and not recorded."))
async def files(request: Request) -> Response:
    """Photos, which are not recorded."""
    return await _acknowledged(request)


# Firmware that also knows PUSH 3 may announce itself before it asks for its options, and waits until that is answered.
# An access controller wants a registry code in the answer and goes no further without: its events are not read here.
@router.post("/registry", **_told("device_registry", "What a device is", "Answered, and not recorded."))
async def registry(request: Request) -> Response:
    """What a device says of itself, which is not recorded."""
    return await _acknowledged(request)


async def _acknowledged(request: Request) -> Response:
    if await _calling(request) is None:
        return _unknown()
    await _passed_over(request)
    return PlainTextResponse(adms.DONE)


async def _calling(request: Request) -> Device | None:
    """The device that calls, if it is on the list. Raises Problem where too much is asked from there."""
    service, serial = service_of(request), request.query_params.get("SN", "")
    device = await run_in_threadpool(_found, service, serial)
    if device is None:
        service.limits.count_anonymous(request.client.host if request.client else "")
        return None
    who = f"device:{device.serial}"
    service.limits.count(who)
    request.scope["principal_id"] = who
    return device


def _found(service: Service, serial: str) -> Device | None:
    """The device of a serial number, looked up each time: one that was removed is refused at once."""
    if not service.ledger.exists():
        return None
    with service.ledger.transactions.looking() as (cursor, now):
        device = find_device(cursor, serial)
    if device is not None and now - device.last_seen_at >= SEEN_EVERY:
        with service.ledger.transactions.keeping() as (cursor, now):
            note_seen(cursor, device.serial, now)
    return device


def _recorded(service: Service, device: Device, lines: bytes, stamp: str) -> int:
    """Record punches, and only then keep how far the device has come: what is lost in between comes again."""
    count = 0
    if lines:
        options = adms.import_options(device, lines)
        answer = service.ledger.imports.import_file(io.BytesIO(lines), format=adms.FORMAT, options=options)
        count = answer.accepted + answer.duplicate + answer.conflict + answer.rejected
    with service.ledger.transactions.keeping() as (cursor, _now):
        keep_stamp(cursor, device.serial, stamp)
    return count


def _lines(body: bytes, encoding: str) -> bytes:
    return adms.punch_lines(adms.plain(body, encoding, MOST_BYTES))


async def _body(request: Request) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > MOST_BYTES:
            raise too_large(MOST_BYTES)
        parts.append(part)
    return b"".join(parts)


async def _passed_over(request: Request) -> int:
    """Let a body pass without keeping it; the number of its lines."""
    feeds, last = 0, b""
    async for part in request.stream():
        feeds += part.count(b"\n")
        last = part or last
    return feeds + (1 if last and not last.endswith(b"\n") else 0)


def _unknown() -> Response:
    return PlainTextResponse(_UNKNOWN, 401)
