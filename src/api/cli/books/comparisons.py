"""`workledger replay`, `diff`: a period from the facts alone, and two ways to see it beside each other."""

import json
from typing import Annotated

import typer

from api.cli.figures.reports import EVERY_REPORT
from api.cli.options import AnswerFormat, AnswerLanguage, AsOf, Format
from api.cli.settings import host
from api.words.language import Language

commands = typer.Typer()

DIFFERS = 1
"""The exit status where two sides differ."""


@commands.command()
def replay(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    name: Annotated[str, typer.Argument(help="The report's name, or `all` for every one.")] = "payroll",
    as_of: AsOf = None,
    rules: Annotated[str | None, typer.Option(help="Under this rule set instead of the period's.")] = None,
    without: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Leave a fact out, by its id; may be given several times.")
    ] = None,
    employee: Annotated[str | None, typer.Option(help="Only this employee's rows.")] = None,
    team: Annotated[str | None, typer.Option(help="Only the rows of this team's members.")] = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Compute a report from the facts alone, from the first period, whatever was closed."""
    from api.cli.output.reports import report_objects, write_tables
    from api.operations.comparisons import ReplaySelection, replayed
    from api.operations.people import names
    from projections.reports import REPORTS

    wanted = list(REPORTS) if name == EVERY_REPORT else [name]
    with host(context) as asked:
        shown = replayed(asked, wanted, period, ReplaySelection(as_of, rules, without or (), employee, team))
        if format_ is Format.JSON:
            typer.echo(report_objects(shown, name))
        else:
            write_tables(shown.values(), lang, names(asked))


@commands.command()
def diff(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    before: Annotated[
        str, typer.Argument(metavar="A", help="books or replay, with as-of=, rules= or without= after commas.")
    ] = "books",
    after: Annotated[str, typer.Argument(metavar="B", help="The other side, in the same words.")] = "replay",
    employee: Annotated[str | None, typer.Option(help="Only this employee's lines.")] = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Compare two ways to see a period, by person, line, amount and cause; the shares of causes add up.

    Exits 1 where they differ. Such as: diff 2026-10 books replay; diff 2026-10 replay,as-of=1200 replay,rules=v2.
    """
    from api.cli.output.comparisons import write_comparison
    from api.operations.comparisons import DiffSides
    from api.operations.comparisons import diff as compared
    from api.operations.people import names

    with host(context) as asked:
        sides = DiffSides.model_construct(before=before, after=after, employee=employee)
        found = compared(asked, period, sides).work()
        if format_ is Format.JSON:
            typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            write_comparison(found.as_json(), names(asked), lang)
    raise typer.Exit(DIFFERS if found.differences or found.rows else 0)
