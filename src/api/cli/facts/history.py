"""`workledger history`: everything recorded of an employee or a workflow, and what became of it."""

import json
from datetime import date
from typing import Annotated

import typer

from api.cli.options import AnswerFormat, AnswerLanguage, AsOf, Format
from api.cli.settings import host
from api.words.language import Language
from ledger.refusal import LedgerError

commands = typer.Typer()


@commands.command()
def history(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(help="An employee's number; or swap, leave, monitoring, complaint, dispute or period."),
    ],
    number: Annotated[
        str | None, typer.Argument(help="The number of the swap, leave and so on; of a period, YYYY-MM.")
    ] = None,
    as_of: AsOf = None,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="From this business date on, YYYY-MM-DD.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="Up to this business date, that day included.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only facts of this kind, such as clock.")] = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show everything recorded of an employee, or of one swap, leave, monitoring, complaint, dispute or period.

    In the order of recording, with when it happened beside when it was recorded, and what superseded, voided, revised
    or decided it. Marked are facts recorded after their period was closed, and punches recorded by another (S12.1).
    """
    from api.cli.output.history import write_history
    from api.operations.histories import HistoryQuery, whole_history
    from ledger.facts import KINDS
    from ledger.facts.sentences import unknown_kind

    if kind is not None and kind not in KINDS:
        raise LedgerError(unknown_kind(kind, list(KINDS)).message)
    first_date, last_date = _dates(first, last)
    query = HistoryQuery(as_of, first_date, last_date, () if kind is None else (kind,))
    with host(context) as asked:
        shown = whole_history(asked, number or what, None if number is None else what, query)
    if format_ is Format.JSON:
        typer.echo(json.dumps(shown.as_json(), ensure_ascii=False))
    else:
        write_history(shown, lang)


def _dates(first: str | None, last: str | None) -> tuple[date | None, date | None]:
    dates = _date("--from", first), _date("--until", last)
    if dates[0] and dates[1] and dates[0] > dates[1]:
        raise LedgerError(f"--from {first} is after --until {last}; give the earlier date as --from")
    return dates


def _date(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    from api.words.dates import read_date

    day = read_date(text)
    if day is None:
        raise LedgerError(f"{option} {text!r} is not a date that exists; write it YYYY-MM-DD, such as 2026-10-12")
    return day
