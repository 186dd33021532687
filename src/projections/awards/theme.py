"""S8.8 An award whose theme is stated on the ledger: won by grant, or by what a metric comes to."""

from collections.abc import Callable

import narwhals.stable.v2 as nw

from projections.award_themes import StatedTheme
from projections.awards.award import Award, Condition, Contest, meeting
from projections.expressions import Expression, Frame, whole
from projections.period_terms import ActiveTheme

CLAUSE = "S8.8"
METRIC_WITHIN = "metric_within"
"""The condition that is judged by a metric's value."""


def stated_award(active: ActiveTheme, theme: StatedTheme) -> Award:
    """The award of an active theme, as it is stated."""
    read = _conditions_of(active, theme)

    def winners(contest: Contest) -> Frame:
        return meeting(contest, read(contest))

    # Of the best by value so many win as the theme has winners, and S8.7 has no say.
    return Award(CLAUSE, theme.name, theme.name, winners, read, limited=theme.best is None)


def _conditions_of(active: ActiveTheme, theme: StatedTheme) -> Callable[[Contest], tuple[Condition, ...]]:
    if not theme.is_in_force:
        return lambda contest: (Condition("theme_in_force", _nobody(contest), ()),)
    if theme.by == "grant":
        return lambda contest: (_granted(contest, theme),)
    return lambda contest: _measured(contest, active, theme)


def _nobody(contest: Contest) -> Frame:
    return contest.candidates.filter(nw.col("employee").is_null())


def _granted(contest: Contest, theme: StatedTheme) -> Condition:
    """Who has a grant for the period; several count once."""
    grants = contest.tables.of("award_grants").filter(
        (nw.col("theme") == theme.theme) & (nw.col("period") == contest.period.number)
    )
    return Condition("award_granted", grants, (("award_grant", grants),))


def _measured(contest: Contest, active: ActiveTheme, theme: StatedTheme) -> tuple[Condition, ...]:
    """Who has the metric, within the bounds; then the best of these."""
    assert theme.metric is not None
    values = contest.metric(theme.metric)
    within = values.filter(_within(theme))
    shown = values.select("employee", measure="value")
    conditions = (Condition(METRIC_WITHIN, within, (("metric_value", shown),)),)
    if theme.best is None:
        return conditions
    eligible = contest.candidates.select("employee").join(within.select("employee", "value"), on="employee")
    best = _best(eligible, theme.best, active.winners or 1)
    last = nw.col("value").min() if theme.best == "highest" else nw.col("value").max()
    cut = contest.candidates.select("employee").join(best.select(measure=last), how="cross")
    cut = cut.filter(~nw.col("measure").is_null())
    return (*conditions, Condition("best_value", best, (("last_that_wins", cut),)))


def _within(theme: StatedTheme) -> Expression:
    value = nw.col("value")
    holds = ~value.is_null()
    if theme.at_least is not None:
        holds &= value >= theme.at_least
    if theme.at_most is not None:
        holds &= value <= theme.at_most
    return holds


def _best(eligible: Frame, best: str, winners: int) -> Frame:
    """The best by value; sharers at the cut all win."""
    placed = eligible.with_columns(all=whole(0)).with_columns(
        place=nw.col("value").rank("min", descending=best == "highest").over("all")
    )
    return placed.filter(nw.col("place") <= winners)
