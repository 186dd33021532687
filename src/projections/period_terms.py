"""S3.7, S8.1 What was set when a period was opened: its standard days and its own list of award themes."""

from dataclasses import dataclass

from ledger.ruleset import MANUAL, RuleSet
from projections.calendar import Period
from projections.journal import Journal

STANDARD_DAY = 480
"""Minutes of a standard working day (S3.7)."""


@dataclass(frozen=True)
class ActiveTheme:
    """An award that a period has: its theme, amount in fen, and the most winners (None: no limit)."""

    theme: str
    amount: int
    winners: int | None


@dataclass(frozen=True)
class Terms:
    """The terms of one period under one rule set."""

    due: int
    """Minutes due of someone employed throughout, before leave (S3.7)."""
    themes: tuple[ActiveTheme, ...]
    """The active award themes (S8.1)."""
    set_by: int | None = None
    """The ledger position of the `period` fact that stands; None where there is none."""
    sets_days: bool = False
    """Whether that fact sets the standard days (S3.7)."""
    sets_themes: bool = False
    """Whether that fact sets the award themes (S8.1)."""


def terms(journal: Journal, period: Period, rules: RuleSet) -> Terms:
    """The period's own terms where its `period` fact sets them, else those of the rule set."""
    recorded = journal.tables["periods"]
    latest = recorded.filter(recorded["period"] == period.number).sort("position").tail(1).to_dicts()
    own = latest[0] if latest else {"position": None, "standard_days": None, "award_themes": None}
    days = own["standard_days"]
    sets_days = days is not None
    if days is None:
        days = min(max(period.weekdays, rules.standard_days_min), rules.standard_days_max)
    ruled = tuple(ActiveTheme(award.theme, award.amount, award.winners) for award in rules.award_themes)
    if own["award_themes"] is None:
        return Terms(days * STANDARD_DAY, ruled, own["position"], sets_days)
    amounts = {award.theme: award.amount for award in (*MANUAL.award_themes, *rules.award_themes)}
    themes = tuple(
        ActiveTheme(
            theme["theme"],
            amounts.get(theme["theme"], 0) if theme["amount"] is None else theme["amount"],
            theme["winners"],
        )
        for theme in own["award_themes"]
    )
    return Terms(days * STANDARD_DAY, themes, own["position"], sets_days, sets_themes=True)
