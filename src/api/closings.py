"""A closing (S11.2), as an object for programs."""

from typing import Any

from ledger.facts.figures import show_money
from ledger.ledger import Ledger
from projections.books import Books
from projections.calendar import period_number


def closing_object(ledger: Ledger, books: Books, period: str, *, digests: bool = True) -> dict[str, Any]:
    """A closing for people and programs: its coordinates, what it was made with, digests, and what it posted.

    `digests` are for who reads every report whole.
    """
    frozen = books.closed[period_number(period)]
    closing = frozen.closing
    posted = frozen.lines.filter(frozen.lines["item"].str.starts_with("adjustment:"))
    adjustments = [
        {"employee": row["employee"], "item": row["item"], "amount": show_money(row["amount"])}
        for row in posted.iter_rows(named=True)
    ]
    told = {"report_digests": dict(closing.report_digests), "closing_digest": closing.closing_digest}
    return {
        "period": period,
        "position": closing.position,
        "recorded_at": ledger.facts.recorded_at(closing.position).isoformat(),
        "by": closing.by,
        "rules": closing.rules,
        "code": closing.code,
        "tzdata": closing.tzdata,
        "reductions_held": closing.held,
        **(told if digests else {}),
        "total": show_money(int(frozen.lines["amount"].sum())),
        "adjustments": adjustments,
    }
