"""The allow-list of attendance devices: listed, added to, and taken from."""

from typing import Annotated

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict

from api.devices import register
from api.devices.register import NAME, SERIAL, Allowed, DeviceRequest
from api.operations.answer import Answer, Asked, Done, ShownInstant
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from ledger.refusal import MissingError
from ledger.store.dialect import StoreCursor

_NAME: JsonDict = {"minLength": 1, "maxLength": 200, "pattern": NAME}
_Employee = Annotated[str, Field(json_schema_extra=_NAME)]


class NewDevice(Asked):
    """A device that is to be allowed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"serial": "0316144680030", "name": "gate-1", "pins": {"74": "E0074"}}]}
    )

    serial: str = Field(
        description="As the device shows it, and sends it.",
        json_schema_extra={"pattern": SERIAL},
    )
    name: str = Field(
        description="What its punches are known by, beside the employee and the time.", json_schema_extra=_NAME
    )
    trust_direction: bool = Field(False, description="Take in and out from the device; else every punch is `auto`.")
    pins: dict[str, _Employee] = Field(
        default_factory=dict,
        description="PIN to employee number. Without any, PINs are employee numbers.",
        json_schema_extra={"propertyNames": {"pattern": r"^[^\s\x00-\x1f\x7f-\x9f]{1,64}$"}, "default": {}},
    )


class Device(Answer):
    """A device that may send punches."""

    serial: str
    name: str
    trust_direction: bool
    pins: dict[str, str]
    added_at: ShownInstant
    added_by: str
    removed_at: ShownInstant | None
    last_seen_at: ShownInstant | None


class Devices(Answer):
    """The devices, by serial number."""

    devices: list[Device]


@operation("see devices")
def devices(context: Context) -> Devices:
    """Every device that was ever allowed, those that were removed too."""
    with context.ledger.transactions.looking() as (cursor, _now):
        found = register.all_devices(cursor)
    return Devices(devices=[Device(**each.as_json()) for each in found])


@operation("administer devices")
def allow_device(context: Context, new: NewDevice) -> Done[Device]:
    """Allow a device, or change how it is allowed. Raises Problem where it cannot be allowed so."""
    asked = DeviceRequest(new.serial, new.name, new.trust_direction, new.pins)
    wrong = register.refused_device(asked)
    if wrong is not None:
        raise Problem("invalid", wrong, code="bad_value")

    def work(cursor: StoreCursor, now: int) -> Done[Device]:
        device, became = register.allow_device(cursor, asked, context.principal.id, now)
        return Done(Device(**device.as_json()), 200 if became is Allowed.UNCHANGED else 201)

    return context.beside(Device, work)


@operation("administer devices")
def remove_device(context: Context, serial: str) -> Done[Device]:
    """Take a device off the list; one that is off already stays so. Raises Problem where there is none."""

    def work(cursor: StoreCursor, now: int) -> Done[Device]:
        try:
            return Done(Device(**register.remove_device(cursor, serial, now).as_json()))
        except MissingError as error:
            raise Problem("not-found", str(error)) from None

    return context.beside(Device, work)
