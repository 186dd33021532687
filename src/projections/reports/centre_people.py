"""The reports of plans, tasks, acknowledgements, the quarter's review, the organisation and payments (S13, S10.9)."""

import polars as pl

from ledger.roles import AUDITOR, HR, MANAGER, OWN, SEES_FLOOR, SEES_MARKS, SEES_PAY, TEAM
from projections.calendar import Quarter
from projections.centre.acknowledgements import acknowledgements
from projections.centre.organisation import EMPLOYED, LEFT, organisation
from projections.centre.payments import payments
from projections.centre.plans import plans
from projections.centre.quarter_review import PARTS, quarter_review
from projections.centre.tasks import tasks
from projections.month import Month
from projections.reports.columns import EMPLOYEE, OF, RANK, chapter
from projections.reports.definition import Column, ReportDefinition
from projections.reports.forms import date_form, decimal_form, minute_form

_ITEMS = pl.List(pl.Struct({"item": pl.String, "ledger": pl.String, "paid": pl.String}))
"""The type of the items of which two sums differ."""
_NO_ITEMS = pl.lit([], dtype=_ITEMS)
_DUE = Column("due", date_form, "due_day", label="due_date")
_STATUS = Column("status", labelled=True)
_LATE = Column("late", type=pl.Boolean, label="is_late")


def quarter_review_rows(month: Month) -> pl.DataFrame:
    """S13.12: the review, with the three totals as a list, the quarter, and the decision as it was written.

    The text is read anew each time: what is erased is nowhere else.
    """
    rows = month.tables.engine.rows(quarter_review(month))
    texts = month.tables.journal.personal_texts(rows["decided"].drop_nulls(), "decision")
    found = {"decided": list(texts), "decision": list(texts.values())}
    decisions = pl.DataFrame(found, schema={"decided": pl.Int64, "decision": pl.String})
    totals = pl.concat_list(decimal_form(pl.col(name)) for name in PARTS)
    quarter = pl.lit(str(Quarter.of(month.period.number)))
    return rows.join(decisions, on="decided", how="left").with_columns(totals=totals, quarter=quarter)


def payments_rows(month: Month) -> pl.DataFrame:
    """S10.9: payments, with the items of which the sums differ in the order of the pay lines, then of name."""
    everyone, differing = (month.tables.engine.rows(table) for table in payments(month))
    amounts = (decimal_form(pl.col(name)).alias(name) for name in ("ledger", "paid"))
    ordered = differing.sort("employee", "place", "item")
    listed = ordered.group_by("employee", maintain_order=True).agg(items=pl.struct("item", *amounts))
    rows = everyone.join(listed, on="employee", how="left")
    return rows.with_columns(pl.col("items").fill_null(_NO_ITEMS), difference=pl.col("paid") - pl.col("ledger"))


PEOPLE: tuple[ReportDefinition, ...] = (
    ReportDefinition(
        "plans",
        (Column("plan"), EMPLOYEE, Column("by"), _DUE, _STATUS, _LATE),
        chapter(plans),
        "centre.plans:plans",
        order=("plan",),
        readers=SEES_MARKS,
        row_key=("plan",),
        follows_facts=True,
    ),
    ReportDefinition(
        "tasks",
        (Column("task"), EMPLOYEE, Column("by"), _DUE, _STATUS, _LATE),
        chapter(tasks),
        "centre.tasks:tasks",
        order=("task", "employee"),
        readers=SEES_FLOOR,
        row_key=("task",),
        follows_facts=True,
    ),
    ReportDefinition(
        "acknowledgements",
        (Column("instruction"), EMPLOYEE, _DUE, Column("acknowledged_at", minute_form, "minute"), _LATE),
        chapter(acknowledgements),
        "centre.acknowledgements:acknowledgements",
        order=("instruction", "employee"),
        readers=SEES_FLOOR,
        row_key=("instruction",),
        follows_facts=True,
    ),
    ReportDefinition(
        "quarter_review",
        (
            EMPLOYEE,
            Column("quarter"),
            Column("totals", type=pl.List(pl.String)),
            Column("mean", decimal_form),
            RANK,
            OF,
            Column("absence", type=pl.Int64),
            Column("complaints_upheld", type=pl.Int64),
            Column("violations", type=pl.Int64),
            Column("plans_open", type=pl.Int64),
            Column("decision"),
        ),
        quarter_review_rows,
        "centre.quarter_review:quarter_review",
        readers=OWN | MANAGER | HR | AUDITOR,
        headline="mean",
        follows_facts=True,
        own_rows=pl.col("decision").is_not_null(),
        personal=True,
    ),
    ReportDefinition(
        "organisation",
        (
            EMPLOYEE,
            Column("role", labelled=True),
            Column("team"),
            Column("channel", labelled=True),
            Column("reports_to"),
            Column("project"),
            _STATUS,
        ),
        chapter(organisation),
        "centre.organisation:organisation",
        readers=TEAM | MANAGER | HR | AUDITOR,
        follows_facts=True,
        to_leaders={"status": pl.when(pl.col("status") == LEFT).then("status").otherwise(pl.lit(EMPLOYED))},
    ),
    ReportDefinition(
        "payments",
        (
            EMPLOYEE,
            Column("ledger", decimal_form),
            Column("paid", decimal_form, label="really_paid"),
            Column("difference", decimal_form, label="pay_difference"),
            Column("items", type=_ITEMS),
        ),
        payments_rows,
        "payments:payments",
        readers=SEES_PAY,
        tells_pay=True,
        headline="difference",
        follows_facts=True,
    ),
)
