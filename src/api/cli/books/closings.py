"""`workledger close` and `closings`: freeze a period, and what was frozen."""

import json
import sys
from typing import Annotated

import typer

from api.cli.clock_acceptance import accept
from api.cli.options import AnswerFormat, AnswerLanguage, Format
from api.cli.output.closings import ask, open_answer, show_closed, show_open
from api.cli.output.doubts import show_doubts
from api.cli.reader_language import tell
from api.cli.settings import host, settings
from api.words.language import Language
from ledger.refusal import LedgerError

commands = typer.Typer()

OPEN_MATTERS = 1
"""The exit status where `--strict` finds something open, or a dry run finds that the period cannot be closed."""


@commands.command()
def close(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    by: Annotated[str, typer.Option(help="Who closes it.")] = "",
    strict: Annotated[bool, typer.Option("--strict", help="Refuse to close while open items remain.")] = False,
    hold_negative: Annotated[
        bool,
        typer.Option("--hold-negative", help="Keep reductions of closed pay back for a decision; post the rest."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show open items; do not close.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show what is open in a period and what it adjusts, then freeze its reports and its closing state.

    Periods close in order, once, after they have ended; all or nothing. What is recorded of a closed period later is
    adjusted in the next one that is closed: who is paid more, and from whom pay is taken back, is shown before; also
    what the closing after will take back, because the month is paid by frozen ranks, runs and totals. On a terminal it
    is asked first; without one it is not, so that a script looks with --dry-run.
    """
    if not by and not dry_run:
        raise LedgerError("name who closes the period with --by, or look first with --dry-run")
    from api.operations.closings import ClosingDesk, PeriodClosing, close_period, closing_object
    from ledger.ledger import Ledger
    from projections.books import Books, foreseen, open_matters, postings_of
    from projections.doubts import period_doubts
    from projections.engine import PolarsEngine
    from projections.journal import JournalReader

    told = settings(context)
    engine = PolarsEngine()
    with Ledger.open(told.store) as ledger:
        # What is frozen comes from the facts themselves, and not from what was kept of them.
        reader = JournalReader(ledger)
        books = Books(reader.at(), engine, held=hold_negative)
        matters, postings = open_matters(books, period), postings_of(books, period)
        later = foreseen(books, period)
        quarantined = len(ledger.imports.quarantine.entries())
        if told.accept_clock and not dry_run:
            accept(told, period)
        refused = ledger.closings.refusal(period)
        if refused is not None and not dry_run:
            raise LedgerError(refused)
        doubts = period_doubts(ledger, books, period)
        answer = open_answer(period, matters, (postings, later), quarantined, doubts)
        is_held = strict and bool(matters or quarantined)
        if dry_run or is_held or format_ is not Format.JSON:
            show_doubts([each.as_json(lang) for each in doubts], format_, lang)
            show_open(answer, matters, (postings, later), format_, lang)
        if dry_run or is_held:
            raise typer.Exit(_not_closed(period, refused, is_held=is_held))
        if not yes and sys.stdin.isatty():
            ask(period, matters, (postings, later), format_, lang)
        desk = ClosingDesk(ledger, lambda: reader, engine)
        made = close_period(desk, PeriodClosing(period, by, hold_negative, strict=strict)).answer
        closed = closing_object(ledger, Books(reader.at(made.position), engine), period)
    show_closed(answer, closed, format_, lang)


def _not_closed(period: str, refused: str | None, *, is_held: bool) -> int:
    """Tell why a period was not closed; the exit status."""
    if refused is not None:
        tell(f"{period} cannot be closed now: {refused}", err=True)
    elif is_held:
        tell(f"{period} was not closed: settle the open items, or close it without --strict", err=True)
    return OPEN_MATTERS if refused or is_held else 0


@commands.command()
def closings(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list, with every digest.")] = False,
) -> None:
    """List the closed periods: by whom, at which ledger position, under which rules, and by which code."""
    from api.operations.closings import closings as closed

    with host(context) as asked:
        listed = closed(asked).closings
    if as_json:
        typer.echo(json.dumps([each.as_json() for each in listed], ensure_ascii=False))
        return
    for each in listed:
        tell(
            f"{each.period}\tposition {each.position}\tby {each.by}\trules {each.rules}\t"
            f"code {each.code}\t{each.recorded_at}"
        )
