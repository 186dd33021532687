"""`workledger import --undo` and `--list`: an import taken back, and the imports that there are."""

import json
from typing import Any

import typer

from ledger.calendar import instant
from ledger.imports.reversal import ReversalAsked
from ledger.ledger import Ledger, LedgerError
from ledger.store.import_records import COUNTS, ImportProgress

COMMAND_LINE = "command line"
"""Who takes an import back, where nobody is named."""
_SHOWN_DIGITS = 12
_LATEST = 100


def without_files(
    store: str, files: list[str] | None, undone: str, by: str, reason: str, *, listed: bool, as_json: bool
) -> None:
    """What `import` does with --undo or --list. Raises LedgerError where files are given too, or nothing is."""
    if files or (undone and listed):
        raise LedgerError("give files, or --undo, or --list; one of them at a time")
    if undone:
        _undo(store, undone, by, reason, as_json=as_json)
    elif listed:
        _show_imports(store, as_json=as_json)
    else:
        raise LedgerError("name the files to import, as FILE; - is standard input")


def _undo(store: str, import_id: str, by: str, reason: str, *, as_json: bool) -> None:
    """Take an import back and say what became of it. Raises LedgerError where something rests on it."""
    asked = ReversalAsked(import_id, by, reason or f"import {import_id[:_SHOWN_DIGITS]} undone")
    with Ledger.open(store) as ledger:
        answer = ledger.imports.take_back(asked)
    if as_json:
        typer.echo(json.dumps(answer.as_json()))
        return
    typer.echo(f"voided {answer.voided}, cancelled or withdrawn {answer.ended}, taken back before {answer.already}")
    if answer.late:
        typer.echo(f"{answer.late} late: dated in closed periods, and adjusted in the next closing; see diff", err=True)


def _show_imports(store: str, *, as_json: bool) -> None:
    """Show the imports that were begun last: their ids, when they were begun, and what became of their lines."""
    with Ledger.open(store) as ledger:
        site, found = ledger.site, ledger.imports.latest(_LATEST)
    if as_json:
        typer.echo(json.dumps([_as_json(each) for each in found]))
        return
    for each in found:
        moment = instant(each.started_at)
        local = moment if site is None else moment.astimezone(site.zone)
        counts = ", ".join(f"{name} {getattr(each, name)}" for name in COUNTS)
        state = "" if each.finished else "\tnot finished"
        typer.echo(f"{each.key[:_SHOWN_DIGITS]}\t{local:%Y-%m-%d %H:%M}\t{each.format}\t{counts}{state}")


def _as_json(progress: ImportProgress) -> dict[str, Any]:
    counts = {name: getattr(progress, name) for name in COUNTS}
    return {
        "import": progress.key,
        "started_at": instant(progress.started_at).isoformat(),
        "format": progress.format,
        "finished": progress.finished,
        **counts,
    }
