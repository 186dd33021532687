"""What every command is told: which store."""

from dataclasses import dataclass
from typing import cast

import typer

DEFAULT_STORE = "sqlite:///workledger.db"


@dataclass(frozen=True)
class Settings:
    """The options before the command."""

    store: str


def settings(context: typer.Context) -> Settings:
    """The settings of this call."""
    return cast(Settings, context.obj)
