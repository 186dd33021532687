"""S13.11 Test calls (拨测), reply reviews (回复审核) and what else leaders and QA did."""

from collections import Counter

from .looks import Look, Row
from .monitoring_plan import standing

COLUMNS = ("test_calls", "faults", "reply_reviews", "not_passed", "monitorings", "reminders", "plans")


def report(look: Look) -> list[Row]:
    """One row for each name by which something was done in the period."""
    found: Counter[tuple[str, str]] = Counter()
    for fact in look.of_instant("test_call"):
        found[fact["by"], "test_calls"] += 1
        found[fact["by"], "faults"] += fact["result"] == "fault"
    for fact in look.of_date("reply_review"):
        found[fact["by"], "reply_reviews"] += 1
        found[fact["by"], "not_passed"] += not fact["passed"]
    for fact in standing(look):
        found[fact["evaluator"], "monitorings"] += look.holds(fact["date"])
    for kind, column in (("reminder", "reminders"), ("improvement_plan", "plans")):
        for fact in look.of_instant(kind):
            found[fact["by"], column] += 1
    names = sorted({name for (name, _column), count in found.items() if count})
    return [{"by": name, **{column: found[name, column] for column in COLUMNS}} for name in names]
