"""`workledger brief`: the manager's morning, on the screen or as a page for the wall."""

import json
from pathlib import Path
from typing import Annotated

import typer

from api.cli.options import AnswerFormat, AnswerLanguage, AsOf, Force, Format
from api.cli.proof.proof_files import refuse_out
from api.cli.settings import host, settings
from api.words.language import Language
from ledger.output_file import write_file
from ledger.refusal import LedgerError, UsageError

commands = typer.Typer()
_PAPER = "morning-brief"


@commands.command()
def brief(
    context: typer.Context,
    date: Annotated[str, typer.Argument(help="The date, YYYY-MM-DD; today without it.")] = "",
    as_of: AsOf = None,
    rules: Annotated[
        str | None, typer.Option(help="Under this rule set, `manual` for the manual's own, instead of the period's.")
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only of this team; traffic is the centre's.")] = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a PDF for the wall, with numbers only and no names.")
    ] = None,
    force: Force = False,
) -> None:
    """Show the manager's morning: coverage, traffic, who is missing, what waits, promises due, open complaints.

    The figures are those of the reports (S13), as of the latest recording in view.
    """
    from api.cli.output.briefs import show_brief
    from api.operations.briefs import brief as morning
    from api.words.dates import read_date

    day = read_date(date) if date else None
    if date and day is None:
        raise UsageError(f"{date[:40]!r} is not a date; give one such as 2026-10-20")
    if output is not None and output.suffix.lower() != ".pdf":
        raise LedgerError(f"{output} is not a name of a pdf file; give one that ends in .pdf")
    if output is not None:
        refuse_out(output, context, replace=force)
    with host(context) as asked:
        found = morning(asked, day, as_of, rules, team)
        if output is not None:
            from api.operations.documents import DocumentQuery, document

            query = DocumentQuery(str(found.position), rules, team=team, since=found.date, lang=lang)
            made = document(asked, _PAPER, found.period, query)
            write_file(output, made.content, replace=force, own=settings(context).own_files)
            return
    if format_ is Format.JSON:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    show_brief(found.as_json(), lang)
