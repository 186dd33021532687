"""S6.2a The metrics that the ledger computes of an employee and a period: their names, which nobody may record."""

from collections.abc import Sequence

RESERVED = "ledger."
"""What the name of a metric begins with that is computed."""
TEAM_TOTAL_MEAN = "ledger.team_total_mean"
CSR_TOTAL_MEAN = "ledger.csr_total_mean"
OF_LEADERS = (TEAM_TOTAL_MEAN, CSR_TOTAL_MEAN)
"""Those that rest on the totals of CSRs, and so are in forms of leaders and QA alone."""
LEADERS = ("team_leader", "qa")
OF_EVERYONE = (
    "ledger.late_times",
    "ledger.unpunctual_shifts",
    "ledger.absence_days",
    "ledger.voluntary_swaps",
    "ledger.call_score",
    "ledger.exam_mean",
    "ledger.complaints_upheld",
    "ledger.praises",
    "ledger.work_errors",
    "ledger.violations",
)
LEDGER_METRICS = (*OF_EVERYONE, *OF_LEADERS)
"""In the order of the manual."""


def unknown_metric(metric: str, known: Sequence[str]) -> str | None:
    """What is wrong with the name of a metric that is reserved and not computed, and what to do; None where it is."""
    if not metric.startswith(RESERVED) or metric in LEDGER_METRICS:
        return None
    return f"{metric}, which the ledger does not compute; give one of {', '.join(known)}"
