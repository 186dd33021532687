"""`workledger doubts`: what should be looked at in a period, as the facts tell it at a position."""

import json
from typing import Annotated

import typer

from api.cli.options import AnswerFormat, AnswerLanguage, AsOf, Format
from api.cli.settings import host
from api.words.language import Language
from ledger.labels import label

commands = typer.Typer()


@commands.command()
def doubts(
    context: typer.Context,
    period: Annotated[str, typer.Argument(help="The period, as YYYY-MM; the next to be closed by default.")] = "",
    as_of: AsOf = None,
    rules: Annotated[
        str | None, typer.Option(help="Under this rule set, `manual` for the manual's own, instead of the period's.")
    ] = None,
    format_: AnswerFormat = Format.TABLE,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """List what was recorded and should still be looked at, such as a punch of somebody who is not employed.

    Each line has a code, the employee, the business date, the ledger position of the fact, and a sentence.
    """
    from api.cli.output.doubts import show_doubts
    from api.operations.doubts import doubts as standing

    with host(context) as asked:
        found = standing(asked, period, as_of, rules, lang)
    if format_ is Format.JSON:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False))
        return
    show_doubts(found.as_json()["doubts"], format_, lang, every=True)
    if not found.doubts:
        typer.echo(label("doubt list", "none", lang))
