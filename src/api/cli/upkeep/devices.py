"""`workledger devices`: which attendance devices may send punches to the service by themselves."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.settings import settings

if TYPE_CHECKING:
    from api.devices.register import Device

commands = typer.Typer()
devices_commands = typer.Typer(help="Attendance devices: which may send punches to the service by themselves.")
commands.add_typer(devices_commands, name="devices")

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
    from api.devices.register import DeviceRequest, allow_device  # noqa: PLC0415 - a command loads what it needs
    from ledger.formats.zkteco import read_pins  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415

    asked = DeviceRequest(serial, name, trust_direction, {} if pins is None else read_pins(pins))
    with Ledger.open(settings(context).store) as ledger:
        ledger.facts.last_position()
        with ledger.transactions.keeping() as (cursor, now):
            device, became = allow_device(cursor, asked, by, now)
    typer.echo(f"{device.serial} is {became}: it may send punches as {device.name}", err=True)


@devices_commands.command(name="list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, with their PINs.")] = False,
) -> None:
    """List the devices, those that were removed too, and when each was last there."""
    from api.devices.register import all_devices  # noqa: PLC0415 - a command loads what it needs
    from ledger.ledger import Ledger  # noqa: PLC0415

    with Ledger.open(settings(context).store) as ledger, ledger.transactions.looking() as (cursor, _now):
        found = all_devices(cursor)
    if as_json:
        typer.echo(json.dumps([device.as_json() for device in found], ensure_ascii=False))
        return
    for device in found:
        typer.echo(_line(device))


@devices_commands.command()
def remove(context: typer.Context, serial: _Serial) -> None:
    """Take a device off the list: from then on it is refused. What it has sent stays on the ledger."""
    from api.devices.register import remove_device  # noqa: PLC0415 - a command loads what it needs
    from ledger.ledger import Ledger  # noqa: PLC0415

    with Ledger.open(settings(context).store) as ledger:
        ledger.facts.last_position()
        with ledger.transactions.keeping() as (cursor, now):
            device = remove_device(cursor, serial, now)
    typer.echo(f"{device.serial} is removed", err=True)


def _line(device: "Device") -> str:
    state = "removed" if device.removed_at else "allowed"
    seen = device.as_json()["last_seen_at"] or "never seen"
    directions = "directions trusted" if device.trust_direction else "auto"
    table = f"{len(device.pins)} PINs" if device.pins else "PINs are employee numbers"
    return f"{device.serial}\t{state}\t{seen}\t{directions}\t{table}\t{device.name}"
