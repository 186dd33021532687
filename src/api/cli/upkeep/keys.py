"""`workledger keys`: who may use the service."""

import json
import os
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.settings import settings
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.auth.keys import ApiKey

commands = typer.Typer()
keys_commands = typer.Typer(help="API keys: who may use the service, in which role.")
commands.add_typer(keys_commands, name="keys")

_ROLES = "employee, team_leader, qa, manager, hr, auditor, device or admin"


@keys_commands.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="What will use the key, such as the name of a system.")],
    role: Annotated[str, typer.Option(help=f"What it may do: {_ROLES}.")],
    employee: Annotated[
        str | None,
        typer.Option(help="The employee number of the key's owner; with the role employee, whose data it opens."),
    ] = None,
    team: Annotated[str | None, typer.Option(help="team_leader: the team that it is for.")] = None,
    expires: Annotated[
        str | None,
        typer.Option(metavar="INSTANT", help="Expiry, with its offset; by default the key is valid until revoked."),
    ] = None,
    by: Annotated[str, typer.Option(help="Who makes it.")] = "command line",
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object.")] = False,
) -> None:
    """Make a key. It is shown this once: what is kept is its digest."""
    from api.auth.keys import KeyRequest, new_key  # noqa: PLC0415 - a command loads what it needs
    from api.auth.permissions import Role  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415

    if role not in set(Role):
        raise LedgerError(f"there is no role {role!r}; give {_ROLES}")
    asked = KeyRequest(name, Role(role), employee, team, None if expires is None else _instant(expires))
    with Ledger.open(settings(context).store) as ledger, ledger.transactions.keeping() as (cursor, now):
        key, token = new_key(cursor, asked, by, now, os.urandom)
    if as_json:
        typer.echo(json.dumps(key.as_json() | {"key": token}, ensure_ascii=False))
    else:
        typer.echo(token)
        typer.echo(f"this is key {key.id}, for the role {key.role}; it is not shown again", err=True)


@keys_commands.command(name="list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the keys with their last use; never the keys themselves."""
    from api.auth.keys import all_keys  # noqa: PLC0415 - a command loads what it needs
    from ledger.ledger import Ledger  # noqa: PLC0415

    with Ledger.open(settings(context).store) as ledger:
        found = all_keys(ledger)
        with ledger.transactions.looking() as (_cursor, now):
            pass
    if as_json:
        typer.echo(json.dumps([key.as_json() for key in found], ensure_ascii=False))
        return
    for key in found:
        typer.echo(_line(key, now))


@keys_commands.command()
def revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="The key, by its id, as keys list shows it.")],
) -> None:
    """Revoke a key for good. Services take it for a few seconds more at the most."""
    from api.auth.keys import revoke_key  # noqa: PLC0415 - a command loads what it needs
    from ledger.ledger import Ledger  # noqa: PLC0415

    with Ledger.open(settings(context).store) as ledger:
        ledger.facts.last_position()
        with ledger.transactions.keeping() as (cursor, now):
            revoked = revoke_key(cursor, key, now)
    typer.echo(f"{revoked.id} is revoked", err=True)


def _line(key: "ApiKey", now: int) -> str:
    told = key.as_json()
    for_ = key.employee or key.team or ""
    state = "revoked" if key.revoked_at else "holds" if key.holds(now) else "expired"
    used = told["last_used_at"] or "never used"
    return f"{key.id}\t{key.role}\t{for_}\t{state}\t{used}\t{key.name}"


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise LedgerError(
            f"--expires {text!r} is not an instant with an offset; give one such as 2027-01-01T00:00+08:00"
        )
    return moment
