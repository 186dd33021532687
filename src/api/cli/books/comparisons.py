"""`workledger replay`, `diff`, `what-if`: a period from the facts alone, beside the books, under other rules."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from api.cli.figures.reports import EVERY_REPORT
from api.cli.options import AnswerFormat, AnswerLanguage, AsOf, Format
from api.cli.settings import settings
from api.coordinates import position_of
from api.words.language import Language
from ledger.refusal import UsageError

if TYPE_CHECKING:
    from ledger.ruleset import RuleSet
    from projections.replay import Replay

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
    from api.cli.output.reports import write_tables  # noqa: PLC0415 - a command loads what it needs
    from api.disputes import report_object, shown_disputes  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.books import ReportRequest, make_reports  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import JournalReader, View  # noqa: PLC0415
    from projections.replay import Replay  # noqa: PLC0415
    from projections.reports import REPORTS  # noqa: PLC0415

    told = settings(context)
    with Ledger.open(told.store) as ledger:
        position = position_of(ledger, as_of) or ledger.facts.last_position()
        left_out = frozenset(ledger.facts.position_of(fact) for fact in without or ())
        journal = JournalReader(ledger, told.journal_folder).view(View(position, without=left_out))
        names = list(REPORTS) if name == EVERY_REPORT else [name]
        request = ReportRequest(period, rules, employee, team)
        made = make_reports(Replay(journal, PolarsEngine()), names, request)
        disputes = shown_disputes(ledger, journal, made.values())
        if format_ is Format.JSON:
            objects = {key: report_object(value, disputes[key]) for key, value in made.items()}
            typer.echo(json.dumps(objects if name == EVERY_REPORT else objects[name], ensure_ascii=False))
        else:
            write_tables(made.values(), lang, ledger.identifiers.names(), disputes)


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
    from api.cli.output.comparisons import write_comparison  # noqa: PLC0415 - loads what it needs
    from api.comparisons import comparison_json  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.comparison import compare, read_coordinates  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import JournalReader  # noqa: PLC0415

    told = settings(context)
    with Ledger.open(told.store) as ledger:

        def at(as_of: str | None) -> int:
            return position_of(ledger, as_of) or ledger.facts.last_position()

        sides = [read_coordinates(side, at, ledger.facts.position_of) for side in (before, after)]
        found = compare(JournalReader(ledger, told.journal_folder), PolarsEngine(), period, *sides)
        if employee is not None:
            found = found.of(employee)
        told_json = comparison_json(found, ledger)
        names = ledger.identifiers.names()
    if format_ is Format.JSON:
        typer.echo(json.dumps(told_json, ensure_ascii=False))
    else:
        write_comparison(told_json, names, lang)
    raise typer.Exit(DIFFERS if found.differences else 0)


@commands.command(name="what-if")
def what_if_(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    rules: Annotated[
        str, typer.Argument(help="A rule set on the ledger, or a JSON file with parameters that are not adopted yet.")
    ],
    on_top: Annotated[
        bool, typer.Option("--on-top", help="Lay the file's parameters over the period's own rules, not the manual's.")
    ] = False,
    as_of: AsOf = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show who would win and lose under other rules, how much, what it costs in all, and which ranks move."""
    from api.cli.output.comparisons import write_what_if  # noqa: PLC0415 - a command loads what it needs
    from api.comparisons import what_if_json  # noqa: PLC0415
    from ledger.ledger import Ledger  # noqa: PLC0415
    from projections.books import Books  # noqa: PLC0415
    from projections.comparison import what_if  # noqa: PLC0415
    from projections.engine import PolarsEngine  # noqa: PLC0415
    from projections.journal import read_journal  # noqa: PLC0415

    told = settings(context)
    with Ledger.open(told.store) as ledger:
        books = Books(read_journal(ledger, position_of(ledger, as_of), told.journal_folder), PolarsEngine())
        own = books.reported(period).rules.model_dump(mode="json") if on_top else {}
        version, parameters = _rules(books, rules, own)
        found = what_if(books, period, parameters, version)
        answer = what_if_json(found, {"period": period, "position": books.journal.position, "rules": version})
        names = ledger.identifiers.names()
    if format_ is Format.JSON:
        typer.echo(json.dumps(answer, ensure_ascii=False))
    else:
        write_what_if(answer, names, lang)


def _rules(books: "Replay", named: str, own: "dict[str, Any]") -> "tuple[str, RuleSet]":
    """The rule set of a version on the ledger, or of a file: an object of parameters, or a `rules` line.

    What a file leaves out is as in `own`, or where that is empty as in the manual.
    """
    from ledger.ruleset import ParameterError, read_parameters  # noqa: PLC0415 - a command loads what it needs

    path = Path(named)
    if not path.is_file():
        return named, books.rules_named(named)
    try:
        given = json.loads(path.read_bytes())
    except (OSError, ValueError):
        given = None
    if not isinstance(given, dict):
        raise UsageError(f"{named} holds no JSON object; give one of rule parameters, as docs/rules.md lists them")
    given = given.get("parameters", given)
    try:
        return path.name, read_parameters(own | given)
    except ParameterError as error:
        raise UsageError(f"{named}: {error}") from None
