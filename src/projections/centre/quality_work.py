"""S13.11 质检工作 How much each named leader or QA did: test calls, reply reviews, monitorings, reminders and plans."""

import narwhals.stable.v2 as nw

from projections.centre.counts import Part, counted
from projections.centre.shifts import Centre
from projections.expressions import Frame, dated_in
from projections.scores import standing

COUNTS = ("test_calls", "faults", "reply_reviews", "not_passed", "monitorings", "reminders", "plans")


def quality_work(month: Centre) -> Frame:
    """S13.11: by (a name), and the counts of `COUNTS`; a row where one of them is not 0."""
    parts = [Part(rows, {name: 1}) for name, rows in parts_of_work(month).items()]
    return counted(("by",), COUNTS, parts)


def parts_of_work(month: Centre) -> dict[str, Frame]:
    """S13.11: the facts that each of `COUNTS` counts, with by, day and position.

    A test call, a reminder and a plan, cancelled ones too, by the local date of `at`; a reply review and a standing
    monitoring by their date.
    """
    tables, period = month.tables, month.period
    dated = dated_in(period)
    calls, reviews = tables.of("test_calls").filter(dated), tables.of("reply_reviews").filter(dated)
    monitorings = standing(tables, tables.of("monitorings").filter(dated))
    return {
        "test_calls": calls,
        "faults": calls.filter(nw.col("result") == "fault"),
        "reply_reviews": reviews,
        "not_passed": reviews.filter(~nw.col("passed")),
        "monitorings": monitorings.with_columns(by=nw.col("evaluator")),
        "reminders": tables.of("reminders").filter(dated),
        "plans": tables.of("improvement_plans").filter(dated),
    }
