"""`workledger devices`: which attendance devices may send punches to the service by themselves."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.reader_language import tell
from api.cli.settings import host

if TYPE_CHECKING:
    from api.operations.devices import Device

commands = typer.Typer()
devices_commands = typer.Typer(help="Attendance devices: which may send punches to the service by themselves.")
commands.add_typer(devices_commands, name="devices")

_SO_ALREADY = 200
"""The status of what was so already."""
_Serial = Annotated[str, typer.Argument(metavar="SERIAL", help="Its serial number, as the device shows it.")]


@devices_commands.command()
def allow(
    context: typer.Context,
    serial: _Serial,
    name: Annotated[str, typer.Option(help="What its punches are known by, such as gate-1.")],
    trust_direction: Annotated[
        bool, typer.Option("--trust-direction", help="Take in and out from the device; else every punch is auto.")
    ] = False,
    pins: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A CSV file of PIN and employee number; else they are the same.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who allows it.")] = "command line",
) -> None:
    """Allow a device to send punches, or change how it is allowed. One that was removed goes on where it was."""
    from api.operations.devices import NewDevice, allow_device, devices
    from ledger.formats.zkteco import read_pins

    new = NewDevice(
        serial=serial, name=name, trust_direction=trust_direction, pins={} if pins is None else read_pins(pins)
    )
    with host(context, by, existing=True) as asked:
        before = {each.serial for each in devices(asked).devices if each.removed_at is None}
        done = allow_device(asked, new)
    became = "unchanged" if done.status == _SO_ALREADY else "changed" if serial in before else "added"
    tell(f"{done.answer.serial} is {became}: it may send punches as {done.answer.name}", err=True)


@devices_commands.command(name="list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, with their PINs.")] = False,
) -> None:
    """List the devices, those that were removed too, and when each was last there."""
    from api.operations.devices import devices

    with host(context) as asked:
        found = devices(asked).devices
    if as_json:
        typer.echo(json.dumps([device.as_json() for device in found], ensure_ascii=False))
        return
    for device in found:
        tell(_line(device))


@devices_commands.command()
def remove(context: typer.Context, serial: _Serial) -> None:
    """Take a device off the list: from then on it is refused. What it has sent stays on the ledger."""
    from api.operations.devices import remove_device

    with host(context, existing=True) as asked:
        tell(f"{remove_device(asked, serial).answer.serial} is removed", err=True)


def _line(device: "Device") -> str:
    state = "removed" if device.removed_at else "allowed"
    seen = device.last_seen_at or "never seen"
    directions = "directions trusted" if device.trust_direction else "auto"
    table = f"{len(device.pins)} PINs" if device.pins else "PINs are employee numbers"
    return f"{device.serial}\t{state}\t{seen}\t{directions}\t{table}\t{device.name}"
