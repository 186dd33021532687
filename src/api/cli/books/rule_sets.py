"""`workledger rules`: the rule sets that are on the ledger, and what is in them."""

import json
from typing import Annotated, Any

import typer

from api.cli.options import AnswerLanguage
from api.cli.settings import settings
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
    from ledger.labels import label
    from ledger.ledger import Ledger
    from ledger.ruleset import MANUAL, parameter_of
    from projections.calendar import period_text
    from projections.engine import PolarsEngine
    from projections.journal import read_journal
    from projections.replay import Replay

    told = settings(context)
    with Ledger.open(told.store) as ledger:
        replay = Replay(read_journal(ledger, None, told.journal_folder), PolarsEngine())
    if version is None:
        listed: list[dict[str, Any]] = [
            {"version": each.version, "effective_period": each.effective_period, "position": each.position}
            for each in replay.journal.rule_sets
        ]
        current = replay.journal.rules_of(replay.journal.last_period())[0]
        if as_json:
            typer.echo(json.dumps(listed, ensure_ascii=False))
            return
        for each in listed:
            typer.echo(f"{each['version']}\t{each['effective_period']}\t#{each['position']}")
        latest = period_text(replay.journal.last_period())
        typer.echo(label("rule set", "in_force", lang, period=latest, version=current))
        return
    parameters = replay.rules_named(version).model_dump(mode="json")
    if as_json:
        typer.echo(json.dumps(parameters, ensure_ascii=False))
        return
    manual = MANUAL.model_dump(mode="json")
    for name, value in parameters.items():
        if value != manual[name]:
            called = label("parameter", name, lang)
            typer.echo(f"{parameter_of(name).clause}\t{name}\t{called}\t{json.dumps(value, ensure_ascii=False)}")
