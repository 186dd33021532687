"""S3.7, S8.1 What was set when a period was opened: its standard days and its own list of award themes."""

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.ruleset import MANUAL, RuleSet, installed_themes
from projections.award_themes import StatedTheme, stated_themes
from projections.calendar import Period
from projections.journal import Journal
from projections.working_days import PublicCalendar


@dataclass(frozen=True)
class ActiveTheme:
    """An award that a period has: its theme, amount in fen, and the most winners (None: no limit)."""

    theme: str
    amount: int
    winners: int | None
    stated: StatedTheme | None = None
    """How it is stated on the ledger (S8.8); None of the manual's own, and of one that is installed."""


@dataclass(frozen=True)
class Terms:
    """The terms of one period under one rule set."""

    standard_days: int
    """Days due of someone employed throughout, before leave (S3.7)."""
    themes: tuple[ActiveTheme, ...]
    """The active award themes (S8.1)."""
    set_by: int | None = None
    """The ledger position of the `period` fact that stands; None where there is none."""
    sets_days: bool = False
    """Whether that fact sets the standard days (S3.7)."""
    sets_themes: bool = False
    """Whether that fact sets the award themes (S8.1)."""


def terms(journal: Journal, calendar: PublicCalendar, period: Period, rules: RuleSet) -> Terms:
    """The period's own terms where its `period` fact sets them, else those of the rule set."""
    recorded = journal.tables["periods"]
    latest = recorded.filter(recorded["period"] == period.number).sort("position").tail(1).to_dicts()
    own = latest[0] if latest else {"position": None, "standard_days": None, "award_themes": None}
    days = own["standard_days"]
    sets_days = days is not None
    if days is None:
        days = _ruled_days(calendar, period, rules)
    stated = stated_themes(journal, period)
    if own["award_themes"] is None:
        ruled = tuple(
            _active(award.theme, (award.amount,), award.winners, stated.get(award.theme))
            for award in rules.award_themes
        )
        return Terms(days, ruled, own["position"], sets_days)
    amounts = {award.theme: award.amount for award in (*MANUAL.award_themes, *rules.award_themes)}
    themes = tuple(
        _active(
            theme["theme"],
            (theme["amount"], amounts.get(theme["theme"])),
            theme["winners"],
            stated.get(theme["theme"]),
        )
        for theme in own["award_themes"]
    )
    return Terms(days, themes, own["position"], sets_days, sets_themes=True)


def _ruled_days(calendar: PublicCalendar, period: Period, rules: RuleSet) -> int:
    """S3.7: the weekdays, held within two bounds; by the calendar its working days as they are (S2.5)."""
    if rules.standard_days_from == "calendar":
        return len(calendar.working_days(period.first_day, period.last_day))
    return min(max(period.weekdays, rules.standard_days_min), rules.standard_days_max)


def _active(theme: str, amounts: Sequence[int | None], winners: int | None, stated: StatedTheme | None) -> ActiveTheme:
    """S8.8: the first amount that is given, else the theme's; the winners that are given, else the theme's."""
    given = next((amount for amount in amounts if amount is not None), None)
    if stated is None or theme in installed_themes():
        return ActiveTheme(theme, given or 0, winners)
    return ActiveTheme(
        theme,
        stated.amount if given is None else given,
        stated.winners if winners is None else winners,
        stated,
    )
