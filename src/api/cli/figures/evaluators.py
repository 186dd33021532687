"""`workledger evaluators`: how evaluators mark beside each other in a period."""

import json
from typing import Annotated

import typer

from api.cli.options import AnswerFormat, AnswerLanguage, AsOf, Format
from api.cli.settings import host
from api.words.language import Language
from ledger.labels import label

commands = typer.Typer()


@commands.command()
def evaluators(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM.")],
    as_of: AsOf = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """Show how evaluators mark: mean and spread of their scores, disputes upheld, and differences on the same contact.

    Scores are those first recorded, in points; the share of evaluations overturned is in percent.
    """
    from api.operations.evaluators import Evaluator
    from api.operations.evaluators import evaluators as evaluators_of

    with host(context) as asked:
        found = evaluators_of(asked, period, as_of)
    if format_ is Format.JSON:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    if not found.evaluators:
        typer.echo(label("evaluator list", "none", lang))
        return
    names = list(Evaluator.model_fields)
    typer.echo("\t".join(label("evaluator column", name, lang) for name in names))
    for each in found.as_json()["evaluators"]:
        typer.echo("\t".join("" if each[name] is None else str(each[name]) for name in names))
