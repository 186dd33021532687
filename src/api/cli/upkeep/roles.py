"""`workledger roles`: the eight roles as a file of a site's own, and whether such a file can be used."""

from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()
roles_commands = typer.Typer(help="Roles: the eight as a file, and whether a site's file can be used.")
commands.add_typer(roles_commands, name="roles")


@roles_commands.command(name="print")
def print_() -> None:
    """Write the eight roles as WORKLEDGER_ROLES takes them, to compose a site's own from."""
    from api.auth.role_file import written_roles
    from api.auth.role_table import default_roles

    typer.echo(written_roles(default_roles()), nl=False)


@roles_commands.command()
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of roles.")]) -> None:
    """Say whether a file of roles can be used, and list its roles with the digest that the service logs."""
    from api.auth.role_file import read_roles

    found = read_roles(file)
    for role in found.roles.values():
        typer.echo(f"{role.name}\t{len(role.reaches)}\t{', '.join(sorted(role.kin))}")
    typer.echo(f"sha256 {found.digest}", err=True)
