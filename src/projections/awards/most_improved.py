"""S8.4 进步奖 Most improved."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Contest
from projections.expressions import Frame, dated_in, exists, marked
from projections.scores import monitored


def _winners(contest: Contest) -> Frame:
    """The largest rise in rank since the period before, above 0, of those with no score below the floor."""
    exams = contest.tables.of("exams").filter(dated_in(contest.period))
    every_score = nw.concat([monitored(contest.tables, contest.period), exams.select("employee", "score")])
    low = exists(every_score.filter(nw.col("score") < contest.rules.improved_floor), "low", "employee")
    ranked = contest.candidates.filter(~nw.col("rank").is_null()).join(contest.ranks_before, on="employee")
    rising = (
        ranked.join(low, on="employee", how="left")
        .filter(~marked("low"))
        .with_columns(rise=nw.col("rank_before") - nw.col("rank"))
        .filter(nw.col("rise") > 0)
    )
    return rising.filter(nw.col("rise") == nw.col("rise").max())


AWARD = Award("S8.4", "进步奖", "Most improved", _winners)
