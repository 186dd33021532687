"""`workledger rules`: the rule sets that are on the ledger, and what is in them."""

import json
from typing import Annotated

import typer

from api.cli.options import AnswerLanguage
from api.cli.settings import host
from api.words.language import Language

commands = typer.Typer()


@commands.command()
def rules(
    context: typer.Context,
    version: Annotated[
        str | None, typer.Argument(help="A rule set, `manual` for the manual's own; all of them are listed without it.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print JSON: the list, or every parameter of one set.")
    ] = False,
    lang: AnswerLanguage = Language.ENGLISH,
) -> None:
    """List the rule sets with the period from which each holds, or show what one has other than the manual."""
    from api.operations.periods import rule_set, rule_sets, rules_in_force
    from ledger.labels import label
    from ledger.ruleset import MANUAL, parameter_of

    with host(context) as asked:
        if version is None:
            listed = rule_sets(asked).rules
            if as_json:
                typer.echo(json.dumps([each.as_json() for each in listed], ensure_ascii=False))
                return
            for each in listed:
                typer.echo(f"{each.version}\t{each.effective_period}\t#{each.position}")
            latest, current = rules_in_force(asked)
            typer.echo(label("rule set", "in_force", lang, period=latest, version=current))
            return
        parameters = rule_set(asked, version).parameters
    if as_json:
        typer.echo(json.dumps(parameters, ensure_ascii=False))
        return
    manual = MANUAL.model_dump(mode="json")
    for name, value in parameters.items():
        if value != manual[name]:
            called = label("parameter", name, lang)
            typer.echo(f"{parameter_of(name).clause}\t{name}\t{called}\t{json.dumps(value, ensure_ascii=False)}")
