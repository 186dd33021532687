"""`workledger quarantine`: refused lines, kept whole, to be listed, tried again or dismissed."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.reader_language import tell
from api.cli.settings import host
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.operations.quarantine import Retried

commands = typer.Typer()
quarantine_commands = typer.Typer(help="Refused lines: list, try again, dismiss.")
commands.add_typer(quarantine_commands, name="quarantine")

REFUSED = 1
"""The exit status of a command that was carried out, but something was refused."""

OPEN = "open"
_SHOWN = ("id", "status", "code", "message", "doubts")
"""What is printed of a line that was tried again, in this order."""
_STREAM = "-"


@quarantine_commands.command(name="list")
def list_(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="open, retried, dismissed, or all.")] = OPEN,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, with the lines themselves.")] = False,
) -> None:
    """Show the refused lines and why they were refused."""
    from api.operations.quarantine import STATES, every_line

    if state not in STATES:
        raise LedgerError(f"there is no state {state!r}; give one of {', '.join(STATES)}")
    with host(context) as asked:
        entries = every_line(asked, state)
    if as_json:
        typer.echo(json.dumps([entry.as_json() for entry in entries], ensure_ascii=False))
        return
    for entry in entries:
        where = f"{entry.file}, line" if entry.file else "line"
        tell(f"{entry.id}\t{entry.state}\t{where} {entry.line}\t{entry.code}: {entry.message}")
        if entry.answer and entry.state == OPEN:
            tell(f"\ttried again: {entry.answer}")


@quarantine_commands.command()
def retry(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID…]", help="The lines to try again.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Try all open lines again.")] = False,
    mended: Annotated[
        str | None, typer.Option(metavar="FILE", help="The line as it should be, for one ID; - is standard input.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answers as one JSON object.")] = False,
) -> None:
    """Try refused lines again, as they came or as they were mended."""
    if every == bool(ids):
        raise LedgerError("name the lines by their ids, or give --all; quarantine list shows the ids")
    if mended is not None and len(ids or ()) != 1:
        raise LedgerError("a mended line is for one refused line; give one ID with --mended")
    replaced = {} if mended is None or not ids else {ids[0]: _line_of(mended)}
    from api.operations.quarantine import retry_all

    with host(context, existing=True) as asked:
        retried = retry_all(asked, None if every else ids, replaced).answer.lines
    _show_retried(retried, as_json=as_json)


@quarantine_commands.command()
def dismiss(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID…]", help="The lines to dismiss.")] = None,
    file: Annotated[str, typer.Option(metavar="NAME", help="Dismiss all open lines of a file, by its name.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Dismiss all open lines.")] = False,
) -> None:
    """Mark refused lines as settled; they stay in the quarantine."""
    if sum((bool(ids), bool(file), every)) != 1:
        raise LedgerError("name the lines by their ids, or give --file NAME or --all; quarantine list shows them")
    from api.operations.quarantine import dismiss_all, dismiss_file

    with host(context) as asked:
        count = dismiss_file(asked, Path(file).name) if file else dismiss_all(asked, None if every else ids)
    tell(f"dismissed {count}")


def _show_retried(retried: "list[Retried]", *, as_json: bool) -> None:
    if as_json:
        lines = [line.model_dump(include=set(_SHOWN), exclude_none=True, exclude_unset=True) for line in retried]
        shown = [{name: line[name] for name in _SHOWN if line.get(name)} for line in lines]
        typer.echo(json.dumps({"lines": shown}, ensure_ascii=False))
    else:
        for line in retried:
            why = "" if line.code is None else f": {line.code}: {line.message}"
            tell(f"{line.id}\t{line.status}{why}")
            for doubt in line.doubts:
                tell(f"{line.id}: {doubt.code}: {doubt.message}", err=True)
    if any(line.code is not None for line in retried):
        raise typer.Exit(REFUSED)


def _line_of(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == _STREAM else Path(name).read_bytes()
    except OSError as error:
        raise LedgerError(f"{name} cannot be read: {error.strerror}") from None
