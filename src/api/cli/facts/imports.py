"""`workledger init` and `import`: a ledger made, and the facts of files recorded."""

import json
import sys
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import typer

from api.cli.facts.reversals import COMMAND_LINE, without_files
from api.cli.facts.sheet_files import refuse_sheets
from api.cli.output.issues import told_once
from api.cli.progress import progress_bar
from api.cli.reader_language import tell
from api.cli.settings import host, settings
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from ledger.imports.import_answer import ImportAnswer
    from ledger.imports.read_ahead import Reading
    from ledger.ledger import Ledger

commands = typer.Typer()

REFUSED = 1
"""The exit status of a command that was carried out, but something was refused."""

_STREAM = "-"
_SHOWN_ISSUES, _SHOWN_OF_A_CODE = 20, 3


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
    from api.operations.recordings import record_given

    with host(context) as asked:
        (outcome,) = record_given(asked, [fields])
        if outcome.refusal is not None:
            raise LedgerError(outcome.refusal.message)
        again = "was there already" if outcome.status == "duplicate" else "is ready"
        tell(f"the ledger {asked.place} {again}; its master key is in {asked.master_key_place}")


@commands.command(name="import")
def import_(
    context: typer.Context,
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE…", help="Files to import; - is standard input.")
    ] = None,
    format_name: Annotated[
        str, typer.Option("--format", help="One of interchange, zkteco, sheet; sheet where --map is given.")
    ] = "",
    map_name: Annotated[
        str, typer.Option("--map", help="sheet: a mapping in TOML, or the name of one; see workledger mappings.")
    ] = "",
    given: Annotated[
        list[str] | None, typer.Option("--set", help="sheet: a column for all rows, such as period=2026-10.")
    ] = None,
    sheets: Annotated[
        list[str] | None, typer.Option("--sheet", help="sheet: one to read, or `all` that have the headings.")
    ] = None,
    encoding: Annotated[str, typer.Option(help="sheet: of a CSV file, such as gb18030 or windows-1252.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Decide everything, store nothing.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Keep doubtful lines out too, in quarantine.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as one JSON object.")] = False,
    device: Annotated[str, typer.Option(help="zkteco: a name for the device; none by default.")] = "",
    trust_direction: Annotated[
        bool, typer.Option("--trust-direction", help="zkteco: take in and out from the device.")
    ] = False,
    pins: Annotated[
        Path | None, typer.Option(help="zkteco, sheet: a CSV file of PIN and employee number; else they are the same.")
    ] = None,
    undone: Annotated[
        str, typer.Option("--undo", metavar="IMPORT", help="Take an import back: its id, or the beginning of it.")
    ] = "",
    listed: Annotated[bool, typer.Option("--list", help="Show the ids of the imports, the latest first.")] = False,
    by: Annotated[str, typer.Option(help="--undo: who takes it back.")] = COMMAND_LINE,
    reason: Annotated[str, typer.Option(help="--undo: the reason of the voids.")] = "",
) -> None:
    """Record the facts of files. Good lines around a refused one are recorded; a refused one goes to quarantine.

    The same file again records nothing, and an import that was interrupted goes on where it stopped. --undo voids what
    an import recorded and cancels or withdraws the workflows that it opened, all or nothing: where something rests on
    it, nothing is taken back, and what stands in the way is named.
    """
    if undone or listed or not files:
        without_files(context, files, undone, by, reason, listed=listed, as_json=as_json)
        return
    if dry_run and len(files) > 1:
        raise LedgerError("a dry run takes one file, because later files build on earlier ones; join them and give -")
    options = {"device": device, "trust_direction": trust_direction, **_sheet(map_name, sheets or [], encoding)}
    format_name = format_name or ("sheet" if map_name else "interchange")
    refuse_sheets(format_name, files)
    reading = _reading(format_name, options, pins, given or [])
    _import_all(context, files, reading, {"dry_run": dry_run, "strict": strict}, as_json=as_json)


def _reading(name: str, options: dict[str, Any], pins: Path | None, given: list[str]) -> "Reading":
    """How the files are read, with the PINs of a file, and the columns that are given for all rows."""
    from ledger.formats.sheets import read_given
    from ledger.formats.zkteco import read_pins
    from ledger.imports.read_ahead import Reading

    return Reading(name, {**options, "pins": {} if pins is None else read_pins(pins), "set": read_given(given)})


def _import_all(
    context: typer.Context, files: list[str], reading: "Reading", told: dict[str, bool], *, as_json: bool
) -> None:
    """Import the files one after the other, and show what became of their lines."""
    from api.operations.import_doubts import foreseen_doubts, with_report_doubts
    from api.restored_closings import FrozenAgain, freeze_again
    from api.service.resources import Resources
    from ledger.imports.import_answer import summed
    from ledger.ledger import Ledger

    dry_run, chosen = told["dry_run"], settings(context)
    with Ledger.open(chosen.store) as ledger:
        begins = ledger.site is None
        before = 0 if begins else ledger.facts.last_position()
        resources = Resources(ledger, lambda: datetime.now(UTC))
        foresee = partial(foreseen_doubts, resources)
        answers = [
            _imported(ledger, name, reading, {**told, "jobs": chosen.jobs, "foresee": foresee}) for name in files
        ]
        if not (dry_run and begins):
            answers = with_report_doubts(resources, answers, with_pay=True)
        if len(files) > 1:
            answers = [_of_file(answer, name) for answer, name in zip(answers, files, strict=True)]
        answer = summed(answers)
        frozen = freeze_again(ledger) if begins and not dry_run else FrozenAgain()
        late = 0 if begins else ledger.facts.late(before)
    _show_answer(answer, as_json=as_json, dry_run=dry_run, late=late)
    if frozen.lost:
        tell(
            f"the export is of version 0.1.0 and has no frozen reports; some of {', '.join(frozen.lost)} are computed "
            "otherwise today and shown so: see `workledger verify`",
            err=True,
        )
    if frozen.wrong is not None:
        tell(f"all facts are restored, but {frozen.wrong}", err=True)
        raise typer.Exit(REFUSED)


def _imported(ledger: "Ledger", name: str, reading: "Reading", told: dict[str, Any]) -> "ImportAnswer":
    """The answer to a file, with a bar while it is read."""
    source: Path | BinaryIO = sys.stdin.buffer if name == _STREAM else Path(name)
    with progress_bar(name) as progress:
        return ledger.imports.import_file(
            source, format=reading.format, progress=progress, options=reading.options, **told
        )


def _sheet(name: str, sheets: list[str], encoding: str) -> dict[str, Any]:
    """The mapping, with what is said of the file; none where none is named."""
    if not name and (sheets or encoding):
        raise LedgerError("--sheet and --encoding are of a sheet; give --map with its mapping too")
    from ledger.formats.sheets import load_mapping, told_of_file

    return told_of_file(load_mapping(name), encoding, sheets) if name else {}


def _show_answer(answer: "ImportAnswer", *, as_json: bool, dry_run: bool, late: int) -> None:
    if as_json:
        typer.echo(json.dumps(answer.as_json(), ensure_ascii=False))
    else:
        would = "would be " if dry_run else ""
        tell(
            f"{would}accepted {answer.accepted}, duplicate {answer.duplicate}, "
            f"conflict {answer.conflict}, rejected {answer.rejected}"
        )
        if late:
            tell(f"{late} late: dated in closed periods, and adjusted in the next closing; see diff", err=True)
        if answer.sheets_not_read:
            tell(f"sheets not read: {', '.join(answer.sheets_not_read)}", err=True)
        told = told_once(answer.issues)
        for sentence in told[:_SHOWN_ISSUES]:
            tell(sentence, err=True)
        if len(told) > _SHOWN_ISSUES:
            tell(f"… and {len(told) - _SHOWN_ISSUES} more: see quarantine list", err=True)
        _show_doubts(answer)
    if answer.refused:
        raise typer.Exit(REFUSED)


def _of_file(answer: "ImportAnswer", name: str) -> "ImportAnswer":
    issues = [replace(issue, file=name) for issue in answer.issues]
    return replace(answer, issues=issues, doubts=[replace(doubt, file=name) for doubt in answer.doubts])


def _show_doubts(answer: "ImportAnswer") -> None:
    if answer.doubtful:
        tell(f"{answer.doubtful} doubtful: recorded, and to be looked at; --strict keeps such lines out", err=True)
    told = Counter[tuple[str | None, str]]()
    for each in answer.doubts:
        told[each.file, each.doubt.code] += each.more or 1
        if told[each.file, each.doubt.code] <= _SHOWN_OF_A_CODE:
            where = f"{each.file}, line" if each.file else "line"
            tell(f"{where} {each.line}: {each.doubt.code}: {each.message()}", err=True)
    for (file, code), count in told.items():
        if count > _SHOWN_OF_A_CODE:
            where = f"{file}: " if file else ""
            tell(f"{where}… and {count - _SHOWN_OF_A_CODE} more {code}: see --json", err=True)
