"""S8.5 优质服务奖 Service."""

import narwhals.stable.v2 as nw

from projections.awards.award import Award, Contest
from projections.expressions import Frame, dated_in, exists


def _winners(contest: Contest) -> Frame:
    """At least one written customer praise of attitude dated in the period."""
    praised = contest.tables.of("praises").filter(
        nw.col("written") & dated_in(contest.period) & (nw.col("about") == "attitude")
    )
    return contest.candidates.join(exists(praised, "praised", "employee"), on="employee")


AWARD = Award("S8.5", "优质服务奖", "Service", _winners)
