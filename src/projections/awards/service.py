"""S8.5 优质服务奖 Service."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Contest
from projections.expressions import Frame, exists


def _winners(contest: Contest) -> Frame:
    """At least one written customer praise of attitude dated in the period."""
    day = nw.col("day")
    praised = contest.tables.of("praises").filter(
        nw.col("written")
        & (nw.col("about") == "attitude")
        & (day >= contest.period.first_day)
        & (day <= contest.period.last_day)
    )
    return contest.candidates.join(exists(praised, "praised", "employee"), on="employee")


AWARD = Award("S8.5", "优质服务奖", "Service", _winners)
