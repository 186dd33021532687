"""S8.5 优质服务奖 Service."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Condition, Contest, meeting
from projections.expressions import Frame, dated_in


def _conditions(contest: Contest) -> tuple[Condition, ...]:
    """At least one written customer praise of attitude dated in the period."""
    praised = contest.tables.of("praises").filter(
        nw.col("written") & dated_in(contest.period) & (nw.col("about") == "attitude")
    )
    return (Condition("written_praise", praised, (("praise", praised),)),)


def _winners(contest: Contest) -> Frame:
    return meeting(contest, _conditions(contest))


AWARD = Award("S8.5", "优质服务奖", "Service", _winners, _conditions)
