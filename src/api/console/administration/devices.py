"""The attendance devices that may send punches: when each was seen last, allowed, and taken off the list."""

from typing import Any

from starlette.responses import Response

from api.console.form_submission import filled_in, new_key, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.wall_time import site_zone
from api.operations import devices as allowed
from api.operations.devices import NewDevice
from api.problems import Problem

room = Room()
_PATH = "/admin/devices"
_FIELDS = ("serial", "name", "trust_direction")


@room.get(_PATH)
def devices(visit: Visit) -> Response:
    """Every device that may send punches, and the form for one more."""
    return _page(visit, dict.fromkeys(_FIELDS, ""))


@room.post(_PATH)
def allow(visit: Visit) -> Response:
    """Allow a device."""
    given = typed(visit, *_FIELDS, "key")
    trusts = bool(given["trust_direction"])
    try:
        new = filled_in(NewDevice, serial=given["serial"], name=given["name"], trust_direction=trusts)
        allowed.allow_device(visit.keyed(given["key"], new.model_dump()), new)
    except Problem as problem:
        return _page(visit, given, problem)
    return visit.go(_PATH, done=visit.says("The device %(serial)s may send punches.", serial=given["serial"]))


@room.post(f"{_PATH}/{{serial}}/removal")
def remove(visit: Visit) -> Response:
    """Take a device off the list."""
    serial = visit.path["serial"]
    allowed.remove_device(visit.keyed(typed(visit, "key")["key"], serial), serial)
    return visit.go(_PATH, done=visit.says("The device %(serial)s may send nothing any more.", serial=serial))


def _page(visit: Visit, given: dict[str, str], problem: Problem | None = None) -> Response:
    found = allowed.devices(visit.context).devices
    told: dict[str, Any] = {
        "devices": sorted(found, key=lambda each: (each.removed_at is not None, each.serial)),
        "given": given,
        "may": visit.may("administer devices") is not None,
        "zone": site_zone(visit),
        "new_key": new_key,
        "refusal": None if problem is None else refusal_of(problem, visit.language),
    }
    return visit.page("administration/devices.html", status=200 if problem is None else problem.kind.status, **told)
