"""The allow-list of attendance devices over HTTP."""

from starlette.responses import Response

from api.operations import devices as allowed
from api.operations.devices import Device, Devices, NewDevice
from api.routes.guard import Asked, AskedOnce, guarded_router, leads_to, needs, sent
from api.routes.parameters import SerialNumber

router = guarded_router("Devices")


@router.get("/devices", summary="All devices", openapi_extra=needs(allowed.devices))
def devices(asked: Asked) -> Devices:
    """Every device that was ever allowed to send punches, those that were removed too."""
    return allowed.devices(asked)


@router.post(
    "/devices",
    summary="Allow a device to send punches",
    status_code=201,
    responses={
        200: {"model": Device, "description": "It is allowed already, and as it was sent."},
        201: {"links": {"remove": leads_to("remove_device", serial="response.body#/serial")}},
    },
    openapi_extra=needs(allowed.allow_device),
)
def allow_device(asked: AskedOnce, new: NewDevice, response: Response) -> Device:
    """By its serial number.

    Sent again with other fields it changes how the device is allowed, from then on; a device that was removed is
    allowed anew, and goes on where it was.
    """
    return sent(response, allowed.allow_device(asked, new))


@router.delete("/devices/{serial}", summary="Take a device off the list", openapi_extra=needs(allowed.remove_device))
def remove_device(asked: AskedOnce, serial: SerialNumber) -> Device:
    """From then on it is refused; what it has sent stays on the ledger. One that is off already stays so."""
    return allowed.remove_device(asked, serial).answer
