"""Options that several commands have, each written once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from api.words.language import Language


class Format(StrEnum):
    """How an answer is written: for people or for programs."""

    TABLE = "table"
    JSON = "json"


AsOf = Annotated[
    str | None, typer.Option(help="As known at a ledger position, or at an instant such as 2026-11-05T09:00+08:00.")
]
AnswerFormat = Annotated[Format, typer.Option("--format", help="How to write it.")]
AnswerLanguage = Annotated[Language, typer.Option(envvar="WORKLEDGER_LANG", help="The language of the labels.")]
Output = Annotated[Path | None, typer.Option(metavar="FILE", help="Write it to this file.")]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that exists already.")]
