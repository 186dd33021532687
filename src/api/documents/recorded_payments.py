"""What was paid, as `payment` facts of the ledger tell it (S10.9)."""

from api.documents.payments import Paid
from ledger.refusal import MissingError
from projections.centre.payments import paid
from projections.month import Month


def recorded_payments(month: Month) -> Paid:
    """The standing payments of a period. Raises MissingError where there is none."""
    found = Paid()
    rows = month.tables.engine.rows(paid(month)).sort("employee", "position")
    for employee, item, fen in rows.select("employee", "item", "amount").iter_rows():
        found.add(employee, item, fen)
    if not found.amounts:
        raise MissingError(
            f"there is no payment of {month.period} on the ledger; name a sheet of what was paid, or record payments"
        )
    found.columns = tuple(dict.fromkeys(rows["item"]))
    return found
