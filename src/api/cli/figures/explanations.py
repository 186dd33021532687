"""`workledger explain`: why a figure is what it is, down to the facts."""

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.options import AnswerLanguage, AsOf
from api.cli.settings import settings
from api.coordinates import position_of
from api.words.language import Language

if TYPE_CHECKING:
    from projections.explanation import ExplainRequest

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
    employee: Annotated[str, typer.Argument(help="The employee's number.")],
    item: Annotated[
        str | None,
        typer.Option(
            help="payroll: a line such as monthly_bonus, or total; awards: a theme; else a column. "
            "The whole row without it."
        ),
    ] = None,
    date: Annotated[str | None, typer.Option(help="attendance, anomalies: only the rows of this date.")] = None,
    as_of: AsOf = None,
    rules: Annotated[
        str | None, typer.Option(help="Under this rule set, `manual` for the manual's own, instead of the period's.")
    ] = None,
    if_without: Annotated[
        str | None,
        typer.Option(
            metavar="ID", help="Instead: whose rank, bonus, award, star and pay would move without this fact."
        ),
    ] = None,
    format_: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TREE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show why a figure is what it is: the clauses, the parameters in force, the rows used, and the facts behind them.

    Nothing is computed for it. A line of pay or an award of 0.00 is explained too: which condition barred it.
    """
    from projections.explanation import ExplainRequest  # noqa: PLC0415 - a command loads what it needs

    if if_without is not None:
        _ripple(context, period, as_of, if_without, format_, lang)
    else:
        _explained(context, ExplainRequest(name, period, employee, item, date, rules), as_of, format_, lang)


def _explained(
    context: typer.Context, asked: "ExplainRequest", as_of: str | None, format_: Format, lang: Language
) -> None:
    """The tree below a figure, with the open disputes beside it."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - a command loads what it needs

    from api.cli.output.explanations import write_tree  # noqa: PLC0415
    from api.disputes import footnote  # noqa: PLC0415
    from api.disputes.disputed_explanations import beside_explanation  # noqa: PLC0415
    from api.explanations import as_json, facts_of  # noqa: PLC0415
    from api.words.visible_text import visible  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections import explanation as explaining  # noqa: PLC0415
    from projections.books import Books  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415

    told = settings(context)
    with Ledger.open(told.store) as ledger:
        journal = read_journal(ledger, position_of(ledger, as_of), told.journal_folder)
        found = explaining.explain(Books(journal, PolarsEngine()), asked)
        facts, zone = facts_of(ledger, found), ZoneInfo(journal.site.time_zone)
        disputes = beside_explanation(ledger, journal, asked)
        if format_ is Format.JSON:
            beside = {"disputes": [each.as_json() for each in disputes]} if disputes else {}
            typer.echo(json.dumps(as_json(found, facts, zone) | beside, ensure_ascii=False))
        else:
            names = ledger.identifiers.names()
            write_tree(found, facts, zone, lang, names.get(asked.employee, ""))
            for each in disputes:
                typer.echo(visible(footnote(each, lang, names)))


def _ripple(context: typer.Context, period: str, as_of: str | None, fact: str, format_: Format, lang: Language) -> None:
    """Everyone whose figures would move without a fact: the period replayed with and without it."""
    from api.cli.output.comparisons import write_what_if  # noqa: PLC0415 - a command loads what it needs
    from api.comparisons import what_if_json  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.comparison import without_facts  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import JournalReader  # noqa: PLC0415

    told = settings(context)
    with Ledger.open(told.store) as ledger:
        position = position_of(ledger, as_of) or ledger.facts.last_position()
        left_out = frozenset({ledger.facts.position_of(fact)})
        reader = JournalReader(ledger, told.journal_folder)
        found = without_facts(reader, PolarsEngine(), period, position, left_out)
        answer = what_if_json(found, {"period": period, "position": position, "without": fact})
        names = ledger.identifiers.names()
    if format_ is Format.JSON:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        write_what_if(answer, names, lang)
