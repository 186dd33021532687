"""The commands that write to a ledger, and bring it out again: init, import, quarantine, export, copy."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from api.cli import store_copy
from api.cli.options import Force
from api.cli.progress import progress_bar
from api.restored_closings import freeze_again
from ledger.formats import FORMATS
from ledger.formats.sheets import load_mapping, read_given
from ledger.formats.zkteco import read_pins
from ledger.imports.import_answer import ImportAnswer, Issue, summed
from ledger.imports.quarantine import Retried
from ledger.ledger import Ledger, LedgerError
from ledger.output_file import output_file
from ledger.store.import_records import OPEN

commands = typer.Typer()
quarantine_commands = typer.Typer(help="Refused lines: list, try again, dismiss.")
commands.add_typer(quarantine_commands, name="quarantine")
commands.add_typer(store_copy.commands)

REFUSED = 1
"""The exit status of a command that was carried out, but something was refused."""

_STREAM = "-"
_SHOWN_ISSUES = 20


@commands.command()
def init(
    context: typer.Context,
    name: Annotated[str, typer.Option(help="The name of the site.")],
    time_zone: Annotated[str, typer.Option(help="Its IANA time zone, such as Asia/Shanghai.")],
    first_period: Annotated[str, typer.Option(help="The first period that is computed, YYYY-MM.")],
    period_start_day: Annotated[int, typer.Option(help="The day a period begins on; above 1 in the month before.")] = 1,
) -> None:
    """Make a ledger: its store, its master key, and its first fact, the site."""
    fields = {
        "kind": "site",
        "name": name,
        "time_zone": time_zone,
        "first_period": first_period,
        "period_start_day": period_start_day,
    }
    with Ledger.open(context.obj.store) as ledger:
        (outcome,) = ledger.record([fields])
        if outcome.refusal is not None:
            raise LedgerError(outcome.refusal.message)
        again = "was there already" if outcome.status == "duplicate" else "is ready"
        typer.echo(f"the ledger {ledger.place} {again}; its master key is in {ledger.master_key_place}")


@commands.command(name="import")
def import_(
    context: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="FILE…", help="Files to import; - is standard input.")],
    format_name: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}; sheet where --map is given.")
    ] = "",
    map_name: Annotated[
        str, typer.Option("--map", help="sheet: a mapping in TOML, or the name of one; see workledger mappings.")
    ] = "",
    given: Annotated[
        list[str] | None, typer.Option("--set", help="sheet: a column for all rows, such as period=2026-10.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide everything, store nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    device: Annotated[str, typer.Option(help="zkteco: a name for the device; none by default.")] = "",
    trust_direction: Annotated[
        bool, typer.Option("--trust-direction", help="zkteco: take in and out from the device.")
    ] = False,
    pins: Annotated[
        Path | None, typer.Option(help="zkteco, sheet: a CSV file of PIN and employee number; else they are the same.")
    ] = None,
) -> None:
    """Record the facts of files. Good lines around a refused one are recorded; a refused one goes to quarantine.

    The same file again records nothing, and an import that was interrupted goes on where it stopped.
    """
    if dry_run and len(files) > 1:
        raise LedgerError("a dry run takes one file, because later files build on earlier ones; join them and give -")
    options: dict[str, Any] = {"device": device, "trust_direction": trust_direction}
    if pins is not None:
        options["pins"] = read_pins(pins)
    if map_name:
        options |= load_mapping(map_name)
    if given:
        options["set"] = read_given(given)
    format_name = format_name or ("sheet" if map_name else "interchange")
    answers: list[ImportAnswer] = []
    with Ledger.open(context.obj.store) as ledger:
        begins = ledger.site is None
        before = 0 if begins else ledger.last_position()
        for name in files:
            source: Path | BinaryIO = sys.stdin.buffer if name == _STREAM else Path(name)
            with progress_bar(name) as progress:
                answer = ledger.import_file(
                    source,
                    format=format_name,
                    dry_run=dry_run,
                    progress=progress,
                    options=options,
                    jobs=context.obj.jobs,
                )
            answers.append(_of_file(answer, name) if len(files) > 1 else answer)
        not_frozen = freeze_again(ledger) if begins and not dry_run else None
        late = 0 if begins else ledger.late_facts(before)
    _show_answer(summed(answers), as_json=as_json, dry_run=dry_run, late=late)
    if not_frozen is not None:
        typer.echo(f"all facts are restored, but {not_frozen}", err=True)
        raise typer.Exit(REFUSED)


@commands.command()
def export(
    context: typer.Context,
    file: Annotated[str, typer.Argument(help="Where to write to; - is standard output.")] = _STREAM,
    exact: Annotated[
        bool,
        typer.Option(
            "--exact", help="Write the stored bytes and the wrapped keys; restored under the same master key only."
        ),
    ] = False,
    force: Force = False,
) -> None:
    """Write every fact, a line each, so that a whole ledger can enter an empty store.

    What is restored has the same positions and reports; of an exact export also the same bytes and Merkle root.
    """
    with Ledger.open(context.obj.store) as ledger:
        write = ledger.export_exact if exact else ledger.export
        if file == _STREAM:
            write(sys.stdout.buffer)
            sys.stdout.flush()
            return
        ledger.last_position()
        with (
            output_file(Path(file), replace=force, own=context.obj.own_files) as part,
            part.open("wb") as stream,
        ):
            count = write(stream)
        typer.echo(f"{count} facts in {file}", err=True)


@quarantine_commands.command(name="list")
def list_(
    context: typer.Context,
    state: Annotated[str, typer.Option(help="open, retried, dismissed, or all.")] = OPEN,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, with the lines themselves.")] = False,
) -> None:
    """Show the refused lines and why they were refused."""
    states = (OPEN, "retried", "dismissed", "all")
    if state not in states:
        raise LedgerError(f"there is no state {state!r}; give one of {', '.join(states)}")
    with Ledger.open(context.obj.store) as ledger:
        entries = ledger.quarantine.entries(None if state == "all" else state)
    if as_json:
        typer.echo(json.dumps([entry.as_json() for entry in entries], ensure_ascii=False))
        return
    for entry in entries:
        typer.echo(f"{entry.id}\t{entry.state}\tline {entry.line}\t{entry.code}: {entry.message}")
        if entry.answer and entry.state == OPEN:
            typer.echo(f"\ttried again: {entry.answer}")


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
    with Ledger.open(context.obj.store) as ledger:
        retried = ledger.quarantine.retry(None if every else ids, replaced)
    _show_retried(retried, as_json=as_json)


@quarantine_commands.command()
def dismiss(
    context: typer.Context,
    ids: Annotated[list[int], typer.Argument(metavar="ID…", help="The lines that will not be tried again.")],
) -> None:
    """Mark refused lines as settled; they stay in the quarantine."""
    with Ledger.open(context.obj.store) as ledger:
        ledger.quarantine.dismiss(ids)


def _show_answer(answer: ImportAnswer, *, as_json: bool, dry_run: bool, late: int) -> None:
    if as_json:
        typer.echo(json.dumps(answer.as_json(), ensure_ascii=False))
    else:
        would = "would be " if dry_run else ""
        typer.echo(
            f"{would}accepted {answer.accepted}, duplicate {answer.duplicate}, "
            f"conflict {answer.conflict}, rejected {answer.rejected}"
        )
        if late:
            typer.echo(f"{late} late: dated in closed periods, and adjusted in the next closing; see diff", err=True)
        for issue in answer.issues[:_SHOWN_ISSUES]:
            where = f"{issue.file}, line" if issue.file else "line"
            typer.echo(f"{where} {issue.line}: {issue.code}: {issue.message}", err=True)
        if len(answer.issues) > _SHOWN_ISSUES:
            typer.echo(f"… and {len(answer.issues) - _SHOWN_ISSUES} more: see quarantine list", err=True)
    if answer.refused:
        raise typer.Exit(REFUSED)


def _show_retried(retried: list[Retried], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"lines": [line.as_json() for line in retried]}, ensure_ascii=False))
    else:
        for line in retried:
            why = "" if line.refusal is None else f": {line.refusal.code}: {line.refusal.message}"
            typer.echo(f"{line.id}\t{line.status}{why}")
    if any(line.refusal is not None for line in retried):
        raise typer.Exit(REFUSED)


def _of_file(answer: ImportAnswer, name: str) -> ImportAnswer:
    issues = [Issue(issue.line, issue.code, issue.message, name) for issue in answer.issues]
    return ImportAnswer(answer.accepted, answer.duplicate, answer.conflict, answer.rejected, issues)


def _line_of(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == _STREAM else Path(name).read_bytes()
    except OSError as error:
        raise LedgerError(f"{name} cannot be read: {error.strerror}") from None
