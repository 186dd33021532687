"""What `workledger doubts` and `close` print of what should be looked at."""

from collections.abc import Mapping, Sequence
from typing import Any

import typer

from api.cli.options import Format
from api.words.language import Language
from ledger.labels import label

_SHOWN = 50


def show_doubts(doubts: Sequence[Mapping[str, Any]], format_: Format, lang: Language, *, every: bool = False) -> None:
    """Print doubts as a table, a line each, and then how many there are more; nothing where an object is printed."""
    if format_ is Format.JSON:
        return
    shown = doubts if every else doubts[:_SHOWN]
    for each in shown:
        typer.echo("{code}\t{employee}\t{date}\t#{position}\t{message}".format(**each))
    more = len(doubts) - len(shown)
    if more:
        typer.echo(label("doubt list", "more", lang, count=more))
