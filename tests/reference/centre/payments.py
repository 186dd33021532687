"""S10.9: what was really paid, beside what the ledger says."""

from tests.reference.figures import two_places

from .looks import Look, Row


def report(look: Look) -> list[Row]:
    """One row for everyone with pay or a payment, once the period has any payment.

    Items are in the order of the employee's lines, then those that are none of them by name.
    """
    paid: dict[str, dict[str, int]] = {}
    for (employee, period, item), fact in look.view.standing["payment"].items():
        if period == look.period:
            paid.setdefault(employee, {})[item] = fact["amount"]
    if not paid:
        return []
    ledger = {row["employee"]: _sums(row) for row in look.payroll}
    return [_row(each, ledger.get(each, {}), paid.get(each, {})) for each in sorted(ledger.keys() | paid.keys())]


def _sums(row: Row) -> dict[str, int]:
    return {line["item"]: int(line["amount"].replace(".", "")) for line in row["lines"]}


def _row(employee: str, ledger: dict[str, int], paid: dict[str, int]) -> Row:
    due, given = sum(ledger.values()), sum(paid.values())
    in_order = [*ledger, *sorted(paid.keys() - ledger.keys())]
    differing = [item for item in in_order if ledger.get(item, 0) != paid.get(item, 0)]
    return {
        "employee": employee,
        "ledger": two_places(due),
        "paid": two_places(given),
        "difference": two_places(given - due),
        "items": [
            {"item": item, "ledger": two_places(ledger.get(item, 0)), "paid": two_places(paid.get(item, 0))}
            for item in differing
        ],
    }
