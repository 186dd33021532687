"""What attendance devices call by themselves: plain text, without a key; the serial number has to be on the list."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from api.devices import adms
from api.devices.register import SERIAL, Device
from api.operations import device_calls
from api.problems import Problem
from api.routes.guard import PROBLEM
from api.service.identity import service_of
from api.service.transport.middleware import too_large

MOST_BYTES = 16 * 1_048_576
"""Of one sending of punches: more than the log of any device, and little enough to be held at once."""
_UNKNOWN = "unknown device"
_TEXT: dict[str, Any] = {"text/plain": {"schema": {"type": "string"}}}

router = APIRouter(
    prefix="/iclock",
    tags=["Devices"],
    default_response_class=PlainTextResponse,
    responses={
        401: {"description": "The device is not on the list.", "content": _TEXT},
        "default": PROBLEM,
    },
    generate_unique_id_function=lambda route: route.name,
)

_Serial = Annotated[
    str | None,
    Query(alias="SN", description="The serial number of the device.", json_schema_extra={"pattern": SERIAL}),
]
_Table = Annotated[str | None, Query(description="What is sent: punches are ATTLOG.", examples=["ATTLOG"])]
_Kind = Annotated[str | None, Query(alias="type", description="What is sent or asked for, instead of a table.")]
_Stamp = Annotated[
    str, Query(alias="Stamp", description="How far the device has sent its log with this, in its own words.")
]


async def _calling(request: Request, serial: _Serial = None) -> Device | None:
    """The device that calls, if it is on the list. Raises Problem where too much is asked from there."""
    service = service_of(request)
    device = await run_in_threadpool(device_calls.calling_device, service, serial or "")
    if device is None:
        service.limits.count_anonymous(request.client.host if request.client else "")
        return None
    who = f"device:{device.serial}"
    service.limits.count(who)
    request.scope["principal_id"] = who
    return device


_Caller = Annotated[Device | None, Depends(_calling)]


@router.get("/cdata", summary="The options of a device", response_model=str)
async def device_options(request: Request, device: _Caller, table: _Table = None, kind: _Kind = None) -> Response:
    """From where on to send its log, how often to call, and the time zone of the site.

    What else a device asks for here is answered with OK.
    """
    if device is None:
        return _unknown()
    if table is not None or kind is not None:
        return PlainTextResponse(adms.DONE)
    return PlainTextResponse(await run_in_threadpool(device_calls.device_options, service_of(request), device))


@router.post("/cdata", summary="What a device has recorded", response_model=str)
async def device_data(
    request: Request, device: _Caller, table: _Table = None, kind: _Kind = None, stamp: _Stamp = ""
) -> Response:
    """Punches (ATTLOG) are on the ledger, or refused and in the quarantine, when they are answered.

    The same again changes nothing. Other tables are answered, and not recorded.
    """
    if device is None:
        return _unknown()
    named = (table or "").upper()
    if named in adms.ACCESS_CONTROL:
        raise Problem(
            "invalid", f"the table {named[:60]} is of access control; set the device to attendance (T&A PUSH)"
        )
    if not named and kind is None:
        raise Problem("invalid", "the parameter table is missing; punches are sent as table=ATTLOG")
    encoding = request.headers.get("content-encoding", "")
    if named != adms.PUNCHES:
        count = await _passed_over(request)
        return PlainTextResponse(adms.received(count) if named in adms.OF_LINES and not encoding else adms.DONE)
    lines = await run_in_threadpool(_lines, await _body(request), encoding)
    count = await run_in_threadpool(device_calls.record_punches, service_of(request), device, lines, stamp)
    return PlainTextResponse(adms.received(count))


@router.get("/getrequest", summary="What a device is to do", response_model=str)
async def device_commands(request: Request, device: _Caller) -> Response:
    """Nothing, ever: it is sent no commands."""
    return await _acknowledged(request, device)


@router.post("/devicecmd", summary="What a device has done", response_model=str)
async def device_results(request: Request, device: _Caller) -> Response:
    """Answered, and not recorded: it was sent no commands."""
    return await _acknowledged(request, device)


@router.get("/ping", summary="Whether the service is there", response_model=str)
async def device_ping(request: Request, device: _Caller) -> Response:
    """How a device keeps its connection."""
    return await _acknowledged(request, device)


@router.post("/ping", summary="Whether the service is there", response_model=str)
async def device_ping_sent(request: Request, device: _Caller) -> Response:
    """The same, as some firmware asks."""
    return await _acknowledged(request, device)


# Older attendance firmware sends photos here, and would send them for ever if nothing answered.
@router.post("/fdata", summary="Photos of a device", response_model=str)
async def device_files(request: Request, device: _Caller) -> Response:
    """Answered, and not recorded."""
    return await _acknowledged(request, device)


# Firmware that also knows PUSH 3 may announce itself before it asks for its options, and waits until that is answered.
# An access controller wants a registry code in the answer and goes no further without: its events are not read here.
@router.post("/registry", summary="What a device is", response_model=str)
async def device_registry(request: Request, device: _Caller) -> Response:
    """Answered, and not recorded."""
    return await _acknowledged(request, device)


async def _acknowledged(request: Request, device: Device | None) -> Response:
    if device is None:
        return _unknown()
    await _passed_over(request)
    return PlainTextResponse(adms.DONE)


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
