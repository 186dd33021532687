"""S8.4 进步奖 Most improved."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Condition, Contest, meeting
from projections.expressions import Expression, Frame, dated_in, exists, last_recorded, marked
from projections.scores import monitored
from projections.tables import Tables


def _conditions(contest: Contest) -> tuple[Condition, ...]:
    """Ranked before and now in one pool, no score below the floor, and the largest rise in rank, above 0."""
    scored = _scored(contest)
    low = exists(scored.filter(nw.col("score") < contest.rules.improved_floor), "low", "employee")
    high = contest.candidates.join(low, on="employee", how="left").filter(~marked("low"))
    both = contest.candidates.filter(~nw.col("rank").is_null()).join(contest.ranks_before, on="employee")
    ranked = both.filter(nw.col("pool_before").is_null() | (nw.col("pool_before") == nw.col("pool")))
    risen = ranked.with_columns(rise=nw.col("rank_before") - nw.col("rank"))
    rising = risen.join(high.select("employee"), on="employee").filter(nw.col("rise") > 0)
    most = rising.filter(nw.col("rise") == nw.col("rise").max())
    ranks = (("rank_before", _valued(ranked, nw.col("rank_before"))), ("rank_now", _valued(ranked, nw.col("rank"))))
    return (
        Condition("ranked_twice", ranked, ranks),
        Condition("no_low_score", high, (("score", scored),), ("improved_floor",)),
        Condition("largest_rise", most, (("rise", _valued(risen, nw.col("rise"))),)),
    )


def brought_ranks(tables: Tables) -> Frame:
    """S2.1a: the ranks, of any pool, that employees bring along to their first period here.

    Columns: employee, rank_before, pool_before (missing).
    """
    brought = last_recorded(tables.of("openings"), "employee").filter(~nw.col("last_rank").is_null())
    return brought.select("employee", rank_before="last_rank", pool_before=nw.lit(None, dtype=nw.String))


def _scored(contest: Contest) -> Frame:
    """Every monitoring and exam score that counts, of the period. employee, score, position."""
    exams = contest.tables.of("exams").filter(dated_in(contest.period))
    calls = monitored(contest.tables, contest.period)
    return nw.concat([scores.select("employee", "score", "position") for scores in (calls, exams)])


def _valued(rows: Frame, value: Expression) -> Frame:
    return rows.select("employee", value=value)


def _winners(contest: Contest) -> Frame:
    return meeting(contest, _conditions(contest))


AWARD = Award("S8.4", "进步奖", "Most improved", _winners, _conditions)
