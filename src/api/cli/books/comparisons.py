"""`workledger replay`, `diff`, `what-if`: a period from the facts alone, beside the books, under other rules."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from api.cli.figures.reports import EVERY_REPORT
from api.cli.options import AnswerFormat, AnswerLanguage, AsOf, Format
from api.cli.settings import host
from api.words.language import Language
from ledger.refusal import UsageError

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
    raise typer.Exit(DIFFERS if found.differences else 0)


@commands.command(name="what-if")
def what_if_(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    rules: Annotated[
        str | None,
        typer.Argument(help="A rule set on the ledger, or a JSON file with parameters that are not adopted yet."),
    ] = None,
    form: Annotated[
        Path | None,
        typer.Option(help="Instead: a JSON file with a version of an appraisal form that is not recorded yet."),
    ] = None,
    on_top: Annotated[
        bool, typer.Option("--on-top", help="Lay the file's parameters over the period's own rules, not the manual's.")
    ] = False,
    as_of: AsOf = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show who would win and lose under other rules, how much, what it costs in all, and which ranks move.

    With --form: by a draft of an appraisal form. The period's final appraisals by that form keep their points by item.
    """
    from api.cli.output.comparisons import write_what_if
    from api.operations.comparisons import ProposedForm, ProposedRules
    from api.operations.comparisons import what_if as tried
    from api.operations.comparisons import what_if_form as tried_form
    from api.operations.people import names

    if (rules is None) == (form is None):
        raise UsageError("give either rules, a version or a file, or --form with the file of a draft")
    with host(context) as asked:
        if form is not None:
            draft = ProposedForm.model_construct(form=_object(form, "an appraisal_form"), as_of=as_of)
            answer = tried_form(asked, period, draft).work().as_json()
        else:
            assert rules is not None
            proposed = ProposedRules.model_construct(rules=rules, on_top=on_top, as_of=as_of)
            file = Path(rules) if Path(rules).is_file() else None
            if file is not None:
                proposed = proposed.model_copy(update={"rules": None, "parameters": _parameters(file)})
            answer = tried(asked, period, proposed, file).work().as_json()
        if format_ is Format.JSON:
            typer.echo(json.dumps(answer, ensure_ascii=False))
        else:
            write_what_if(answer, names(asked), lang)


def _parameters(file: Path) -> dict[str, Any]:
    """The parameters in a file: an object of them, or a `rules` line. Raises UsageError where it holds none."""
    given = _object(file, "rule parameters, as docs/rules.md lists them")
    found: dict[str, Any] = given.get("parameters", given)
    return found


def _object(file: Path, what: str) -> dict[str, Any]:
    """The object in a file. Raises UsageError where it holds none."""
    try:
        given = json.loads(file.read_bytes())
    except (OSError, ValueError):
        given = None
    if not isinstance(given, dict):
        raise UsageError(f"{file} holds no JSON object; give one of {what}")
    return given
