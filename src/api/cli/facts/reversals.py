"""`workledger import --undo` and `--list`: an import taken back, and the imports that there are."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import typer

from api.cli.reader_language import tell
from api.cli.settings import host
from ledger.refusal import LedgerError

COMMAND_LINE = "command line"
"""Who takes an import back, where nobody is named."""
_SHOWN_DIGITS = 12


def without_files(
    context: typer.Context,
    files: list[str] | None,
    undone: str,
    by: str,
    reason: str,
    *,
    listed: bool,
    as_json: bool,
) -> None:
    """What `import` does with --undo or --list. Raises LedgerError where files are given too, or nothing is."""
    if files or (undone and listed):
        raise LedgerError("give files, or --undo, or --list; one of them at a time")
    if undone:
        _undo(context, undone, by, reason, as_json=as_json)
    elif listed:
        _show_imports(context, as_json=as_json)
    else:
        raise LedgerError("name the files to import, as FILE; - is standard input")


def _undo(context: typer.Context, import_id: str, by: str, reason: str, *, as_json: bool) -> None:
    """Take an import back and say what became of it. Raises LedgerError where something rests on it."""
    from api.operations.import_reversals import ReversalReason, undo_import

    # Who and why have no form on the command line.
    why = ReversalReason.model_construct(by=by, reason=reason)
    with host(context, existing=True) as asked:
        answer = undo_import(asked, import_id, why).answer
    if as_json:
        typer.echo(json.dumps(answer.as_json()))
        return
    tell(f"voided {answer.voided}, cancelled or withdrawn {answer.ended}, taken back before {answer.already}")
    if answer.late:
        tell(f"{answer.late} late: dated in closed periods, and adjusted in the next closing; see diff", err=True)


def _show_imports(context: typer.Context, *, as_json: bool) -> None:
    """Show the imports that were begun last: their ids, when they were begun, and what became of their lines."""
    from api.operations.import_reversals import kept_imports
    from api.operations.ledger import ledger

    with host(context, existing=True) as asked:
        found, site = kept_imports(asked).imports, ledger(asked).site
    if as_json:
        typer.echo(json.dumps([each.as_json() for each in found]))
        return
    zone = ZoneInfo("UTC" if site is None else site["time_zone"])
    for each in found:
        local = datetime.fromisoformat(each.started_at).astimezone(zone)
        counts = ", ".join(
            f"{name} {getattr(each, name)}" for name in ("accepted", "duplicate", "conflict", "rejected")
        )
        state = "" if each.finished else "\tnot finished"
        tell(f"{each.import_id[:_SHOWN_DIGITS]}\t{local:%Y-%m-%d %H:%M}\t{each.format}\t{counts}{state}")
