"""`workledger explain`: why a figure is what it is, down to the facts."""

import json
from enum import StrEnum
from typing import Annotated

import typer

from api.cli.options import AnswerLanguage, AsOf
from api.cli.settings import host
from api.words.language import Language

commands = typer.Typer()


class Format(StrEnum):
    """How an explanation is written."""

    TREE = "tree"
    JSON = "json"


@commands.command()
def explain(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The report's name, such as payroll.")],
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    employee: Annotated[
        str, typer.Argument(help="The employee's number; of volume, coverage and complaints also --row or --date.")
    ] = "",
    item: Annotated[
        str | None,
        typer.Option(
            help="payroll: a line such as monthly_bonus, or total; awards: a theme; else a column. "
            "The whole row without it."
        ),
    ] = None,
    date: Annotated[
        str | None, typer.Option(help="Of a report with rows of dates, such as attendance: only those of this date.")
    ] = None,
    row: Annotated[
        str | None,
        typer.Option(metavar="KEY", help='The row, by its key: of complaints "C1", of coverage "T1 2026-10-06 08:30".'),
    ] = None,
    as_of: AsOf = None,
    rules: Annotated[
        str | None, typer.Option(help="Under this rule set, `manual` for the manual's own, instead of the period's.")
    ] = None,
    if_without: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Instead: whose rank, bonus, award, star and pay would change without this fact."
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TREE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show why a figure is what it is: the clauses, the parameters in force, the rows used, and the facts behind them.

    Nothing is computed for it. A line of pay or an award of 0.00 is explained too: which condition barred it.
    """
    if if_without is not None:
        _impact(context, period, as_of, if_without, format_, lang)
        return
    from api.cli.output.explanations import write_explanation
    from api.operations.explanations import explained_figure
    from api.operations.people import names
    from projections.explanation import ExplainRequest

    with host(context) as asked:
        found = explained_figure(asked, ExplainRequest(name, period, employee, item, date, rules, row), as_of)
        if format_ is Format.JSON:
            typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        else:
            write_explanation(found, lang, names(asked))


def _impact(context: typer.Context, period: str, as_of: str | None, fact: str, format_: Format, lang: Language) -> None:
    """Everyone whose figures would move without a fact: the period replayed with and without it."""
    from api.cli.output.comparisons import write_what_if
    from api.operations.explanations import impact
    from api.operations.people import names

    with host(context) as asked:
        answer = impact(asked, period, fact, as_of).as_json()
        if format_ is Format.JSON:
            typer.echo(json.dumps(answer, ensure_ascii=False))
        else:
            write_what_if(answer, names(asked), lang)
