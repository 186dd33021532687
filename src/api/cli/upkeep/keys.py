"""`workledger keys`: who may use the service."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.reader_language import tell
from api.cli.settings import host
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.operations.keys import Key

commands = typer.Typer()
keys_commands = typer.Typer(help="API keys: who may use the service, in which role.")
commands.add_typer(keys_commands, name="keys")


@keys_commands.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="What will use the key, such as the name of a system.")],
    role: Annotated[str, typer.Option(help="What it may do, such as hr; roles print lists the roles.")],
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
    from api.operations.keys import NewKey, make_key

    until = None if expires is None else _instant(expires)
    # What is wrong with it, the operation says.
    new = NewKey.model_construct(name=name, role=role, employee=employee, team=team, expires=until)
    with host(context, by) as asked:
        made = make_key(asked, new).answer
    if as_json:
        typer.echo(json.dumps(made.as_json(), ensure_ascii=False))
    else:
        typer.echo(made.key)
        tell(f"this is key {made.id}, for the role {made.role}; it is not shown again", err=True)


@keys_commands.command(name="list")
def list_(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """List the keys with their last use; never the keys themselves."""
    from api.operations.keys import keys

    with host(context) as asked:
        found = keys(asked).keys
    if as_json:
        typer.echo(json.dumps([key.as_json() for key in found], ensure_ascii=False))
        return
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    for key in found:
        tell(_line(key, now))


@keys_commands.command()
def revoke(
    context: typer.Context,
    key: Annotated[str, typer.Argument(metavar="ID", help="The key, by its id, as keys list shows it.")],
) -> None:
    """Revoke a key for good. Services take it for a few seconds more at the most."""
    from api.operations.keys import revoke_key

    with host(context, existing=True) as asked:
        tell(f"{revoke_key(asked, key).answer.id} is revoked", err=True)


def _line(key: "Key", now: str) -> str:
    state = "revoked" if key.revoked_at else "expired" if key.expires_at and key.expires_at <= now else "holds"
    for_ = key.employee or key.team or ""
    return f"{key.id}\t{key.role}\t{for_}\t{state}\t{key.last_used_at or 'never used'}\t{key.name}"


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
