"""S8.1, S8.2, S8.7 评选 Who takes part, for what amount, and how many win."""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import entry_points

import narwhals.stable.v2 as nw
import polars as pl

from ledger.refusal import RulesError
from ledger.ruleset import AWARDS
from projections.attendance import Attendance
from projections.awards.award import Award, Contest
from projections.awards.theme import stated_award
from projections.exclusions import ALSO_BAR_AWARDS
from projections.expressions import Frame, exists, marked, whole
from projections.leave import ABSENTEEISM
from projections.period_terms import ActiveTheme
from projections.ranking import precedence
from projections.tables import Tables

BARRING_ABSENCES = (ABSENTEEISM, "personal", "sick")
"""S8.2: the absences that bar from every award."""
AWARD_SCHEMA = {"employee": pl.String, "theme": pl.String, "amount": pl.Int64, "clause": pl.String}


@cache
def known_awards() -> Mapping[str, Award]:
    """Every award that is installed, by theme, in the order of their clauses."""
    found = {point.name: point.load() for point in entry_points(group=AWARDS)}
    return dict(sorted(found.items(), key=lambda item: (item[1].clause, item[0])))


def award_of(active: ActiveTheme) -> Award | None:
    """What an active theme is won by: as it is stated on the ledger (S8.8), or by an installed award."""
    if active.stated is not None:
        return stated_award(active, active.stated)
    return known_awards().get(active.theme)


def in_theme_order(themes: Iterable[str]) -> tuple[str, ...]:
    """The installed awards among some themes in the order of their clauses, then those of the ledger by name (S8.8)."""
    present = set(themes)
    known = [theme for theme in known_awards() if theme in present]
    return (*known, *sorted(present.difference(known)))


def candidates(members: Frame, scored: Frame, exclusions: Frame, found: Attendance) -> Frame:
    """S8.2: the CSRs whom no clause, no absence and no unpunctual shift excludes.

    Columns: employee, total, behaviour, rank, pool.
    """
    barred = exclusions.filter(nw.col("clause").is_in(list(ALSO_BAR_AWARDS))).select("employee")
    absent = found.absences.filter(nw.col("type").is_in(list(BARRING_ABSENCES))).select("employee")
    unpunctual = found.shifts.filter(nw.col("unpunctual")).select("employee")
    out = exists(nw.concat([barred, absent, unpunctual]), "out", "employee")
    csrs = members.filter(nw.col("role") == "csr").select("employee").join(out, on="employee", how="left")
    return csrs.filter(~marked("out")).select("employee").join(scored, on="employee", how="left")


def awards(tables: Tables, contest: Contest, themes: tuple[ActiveTheme, ...]) -> Frame:
    """S8.1, S8.7: employee, theme, amount (fen), clause; a row an award won.

    Raises RulesError for an active theme that is not on the ledger and that no installed award knows.
    """
    given = [tables.made_of(AWARD_SCHEMA, [])]
    for active in themes:
        award = award_of(active)
        if award is None:
            raise RulesError(
                f"{contest.period} has award theme {active.theme!r}, which is no theme on the ledger and no installed "
                "award; install its package, or take the theme off the period's list"
            )
        winners = award.winners(contest).select("employee").unique()
        most = active.winners if award.limited else None
        limited = _best(winners.join(contest.candidates, on="employee"), most)
        given.append(
            limited.select(
                "employee", theme=nw.lit(active.theme), amount=whole(active.amount), clause=nw.lit(award.clause)
            )
        )
    return tables.settle(nw.concat(given))


def _best(winners: Frame, most: int | None) -> Frame:
    """S8.7: the best by total, then behaviour; sharers at the cut all win, the unscored come last."""
    if most is None:
        return winners
    placed = winners.with_columns(precedence=precedence(), all=whole(0)).with_columns(
        place=nw.col("precedence").rank("min", descending=True).over("all")
    )
    return placed.filter(nw.col("place") <= most)
