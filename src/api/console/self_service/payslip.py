"""One's own payslip: every line with its clause, and why it is what it is."""

from starlette.responses import Response

from api.console.evidence import keys_file
from api.console.periods import every_period, last_settled, named
from api.console.rooms import Room
from api.console.self_service.month import balances, own_number
from api.console.visit import Visit
from api.documents.pay_items import item_heading
from api.operations.quantities import quantities_of
from api.words.quantities import quantity_texts

room = Room()


@room.get("/my/payslip")
def last_payslip(visit: Visit) -> Response:
    """The payslip of the last period that is closed, else of the one that is running."""
    return visit.go(f"/my/payslip/{last_settled(every_period(visit))['period']}")


@room.get("/my/payslip/{period}")
def payslip(visit: Visit) -> Response:
    """The payslip of a period."""
    employee, periods = own_number(visit), every_period(visit)
    report = visit.report("payroll", visit.path["period"], employee=employee)
    row = report["rows"][0] if report["rows"] else None
    lines = [] if row is None else row["lines"]
    quantities = quantity_texts(lines, quantities_of(visit.context, report["period"], employee), visit.language)
    return visit.page(
        "self_service/payslip.html",
        employee=employee,
        person=visit.people().get(employee, {"name": ""}),
        periods=periods,
        period=named(periods, report["period"]) or {"period": report["period"], "closed_at": None},
        report=report,
        row=row,
        balances=balances(visit, report["period"], employee),
        lines=[
            {**line, "heading": item_heading(line["item"], visit.language), "quantity": quantity}
            for line, quantity in zip(lines, quantities, strict=True)
        ],
    )


@room.get("/my/checkpoint-keys")
def checkpoint_keys(visit: Visit) -> Response:
    """The ledger's public keys, by which evidence is checked."""
    return keys_file(visit)
