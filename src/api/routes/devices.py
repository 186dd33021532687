"""The allow-list of attendance devices: listed, added to, and taken from."""

from fastapi import APIRouter
from pydantic import Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.devices.register import (
    NAME,
    SERIAL,
    Allowed,
    Device,
    DeviceRequest,
    all_devices,
    allow_device,
    refused_device,
    remove_device,
)
from api.openapi.descriptions import IDEMPOTENCY_KEY, content, link, told
from api.problems import Problem
from api.service.answers import json_response
from api.service.bodies import Body, json_body, read_body
from api.service.execution import carried_out
from api.service.guard import GuardedRoute, principal_of, service_of
from api.service.idempotency import Answer
from ledger.appends.append import Append

router = APIRouter(prefix="/v1", route_class=GuardedRoute)

_NAME = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": NAME}


class DeviceBody(Body):
    """A device that is to be allowed."""

    serial: str
    name: str
    trust_direction: bool = False
    pins: dict[str, str] = Field(default_factory=dict)


_DEVICE = {
    "type": "object",
    "properties": {
        "serial": {"type": "string", "pattern": SERIAL, "description": "As the device shows it, and sends it."},
        "name": _NAME | {"description": "What its punches are known by, beside the employee and the time."},
        "trust_direction": {
            "type": "boolean",
            "default": False,
            "description": "Take in and out from the device; else every punch is `auto`.",
        },
        "pins": {
            "type": "object",
            "propertyNames": {"pattern": r"^[^\s\x00-\x1f\x7f-\x9f]{1,64}$"},
            "additionalProperties": _NAME,
            "default": {},
            "description": "PIN to employee number. Without any, PINs are employee numbers.",
        },
    },
    "required": ["serial", "name"],
    "additionalProperties": False,
}


@router.get(
    "/devices",
    **told(
        "devices",
        "All devices",
        "Every device that was ever allowed to send punches, those that were removed too.",
        tag="Devices",
        permission="see devices",
        answer="Devices",
    ),
)
async def devices(request: Request) -> Response:
    """All devices."""

    def found() -> list[Device]:
        with service_of(request).ledger.transactions.looking() as (cursor, _now):
            return all_devices(cursor)

    return json_response({"devices": [device.as_json() for device in await run_in_threadpool(found)]})


@router.post(
    "/devices",
    **told(
        "allow_device",
        "Allow a device to send punches",
        "By its serial number. Sent again with other fields it changes how the device is allowed, from then on; a "
        "device that was removed is allowed anew, and goes on where it was.",
        tag="Devices",
        permission="administer devices",
        answer="Device",
        status=201,
        again="It is allowed already, and as it was sent.",
        links={"remove": link("remove_device", serial="response.body#/serial")},
        parameters=[IDEMPOTENCY_KEY],
        body=content(_DEVICE, example={"serial": "0316144680030", "name": "gate-1", "pins": {"74": "E0074"}}),
        writes=True,
        problems=["key-reused"],
    ),
)
async def allow(request: Request) -> Response:
    """Allow a device."""
    body = await json_body(request)
    read = read_body(DeviceBody, body)
    asked = DeviceRequest(read.serial, read.name, read.trust_direction, read.pins)
    wrong = refused_device(asked)
    if wrong is not None:
        raise Problem("invalid", wrong, code="bad_value")
    by = principal_of(request).id

    def work(append: Append) -> Answer:
        device, became = allow_device(append.cursor, asked, by, append.recorded_at)
        return Answer(200 if became is Allowed.UNCHANGED else 201, device.as_json())

    return await carried_out(request, body, work)


@router.delete(
    "/devices/{serial}",
    **told(
        "remove_device",
        "Take a device off the list",
        "From then on it is refused; what it has sent stays on the ledger. One that is off already stays so.",
        tag="Devices",
        permission="administer devices",
        answer="Device",
        parameters=[IDEMPOTENCY_KEY],
        problems=["key-reused"],
    ),
)
async def remove(request: Request, serial: str) -> Response:
    """Take a device off the list."""

    def work(append: Append) -> Answer:
        return Answer(200, remove_device(append.cursor, serial, append.recorded_at).as_json())

    return await carried_out(request, await request.body(), work)
