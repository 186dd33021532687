"""S8.8 奖金主题 The award themes that are on the ledger, as they hold for a period."""

from dataclasses import dataclass

import polars as pl

from projections.calendar import Period
from projections.journal import Journal


@dataclass(frozen=True)
class StatedTheme:
    """A theme as it is stated: what it is called, its amount in fen, and by what it is won."""

    theme: str
    name: str
    amount: int
    by: str
    winners: int | None
    metric: str | None
    best: str | None
    at_least: int | None
    at_most: int | None
    """Bounds of the metric, in hundredths."""
    since: int
    """The month number of the period from which it is so."""
    position: int
    """Of the fact."""
    is_in_force: bool = True
    """Whether the period is not before the first one that the theme is stated for."""


def stated_themes(journal: Journal, period: Period) -> dict[str, StatedTheme]:
    """By name: what is stated of each theme for the latest period up to this one; before its first, that one."""
    recorded = journal.tables["themes"].sort("position")
    latest = recorded.unique(["theme", "since"], keep="last", maintain_order=True)
    found: dict[str, StatedTheme] = {}
    for row in latest.sort("since").iter_rows(named=True):
        ahead = row["since"] > period.number
        if not ahead or row["theme"] not in found:
            found[row["theme"]] = StatedTheme(**row, is_in_force=not ahead)
    return found


def theme_names(journal: Journal) -> dict[str, str]:
    """What each theme on the ledger is called, by its own name, as it was last recorded."""
    recorded: pl.DataFrame = journal.tables["themes"].sort("position").unique("theme", keep="last")
    return dict(recorded.select("theme", "name").iter_rows())
