"""S13.6 Refunds (退费登记), by who registered them and when."""

from tests.reference.figures import two_places

from .looks import Look, Row, percent


def report(look: Look) -> list[Row]:
    """One row for each employee who registered a refund in the period."""
    followed = look.view.last_words("refund_update", "refund")
    erroneous = {fact["refund"] for fact in look.view.unvoided("work_error")}
    found: dict[str, list[tuple[int, str, bool]]] = {}
    for refund in look.of_date("refund"):
        updates = followed.get(refund["refund"], [])
        states = [each["status"] for each in updates if each["status"] != "corrected"]
        amounts = [each["amount"] for each in updates if each["status"] == "corrected"]
        told = [refund["amount"], *amounts][-1], ["registered", *states][-1], refund["refund"] in erroneous
        found.setdefault(refund["employee"], []).append(told)
    return [_row(employee, found[employee]) for employee in sorted(found)]


def _row(employee: str, refunds: list[tuple[int, str, bool]]) -> Row:
    wrong = sum(erroneous for _amount, _state, erroneous in refunds)
    return {
        "employee": employee,
        "registered": len(refunds),
        "amount": two_places(sum(amount for amount, _state, _wrong in refunds)),
        "paid": sum(state == "paid" for _amount, state, _wrong in refunds),
        "paid_amount": two_places(sum(amount for amount, state, _wrong in refunds if state == "paid")),
        "rejected": sum(state == "rejected" for _amount, state, _wrong in refunds),
        "erroneous": wrong,
        "error_percent": percent(wrong, len(refunds)),
    }
