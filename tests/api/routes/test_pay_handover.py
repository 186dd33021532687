"""Pay handed over by HTTP: for HR and auditors alone, logged, and the same sheets as on the command line."""

import io
from decimal import Decimal
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.api.routes.served import Served

pytestmark = pytest.mark.slow
REGISTER, TRANSFERS = "/v1/periods/2024-10/pay-registers", "/v1/periods/2024-10/transfers"


def sheets(content: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(content))


def net(service: Served, *, wrong: bool = False) -> bytes:
    """A sheet of net pay, of which nothing was withheld."""
    with service.client("hr") as hr:
        rows = hr.get("/v1/periods/2024-10/payroll").json()["rows"]
    lines = [f"{row['employee']},0.00,{max(Decimal(row['total']), Decimal(0)) + wrong}" for row in rows]
    return "\n".join(["Employee,Income tax,Net pay", *lines]).encode()


def test_a_register_goes_out_and_a_sheet_for_the_bank_is_made_of_what_came_back(sqlite_service: Served) -> None:
    with sqlite_service.client("hr") as hr:
        plain, sorted_pay = hr.post(REGISTER), hr.post(REGISTER, json={"others": "taxable"})
        assert (plain.status_code, sorted_pay.status_code) == (200, 200)
        heads = [sheets(each.content).get_sheet_by_name("Handover").to_python()[1] for each in (plain, sorted_pay)]
        assert [head for head in heads[1] if head not in heads[0]] == ["Taxable pay", "Exempt pay"]
        assert hr.post(REGISTER, json={"taxable": ["nothing"]}).status_code == 422
        made = hr.post(TRANSFERS, content=net(sqlite_service), headers={"Content-Type": "text/csv"})
        assert made.status_code == 200
        parts: dict[str, Any] = {"file": ("bank.xlsx", made.content), "withheld": ("net.csv", net(sqlite_service))}
        found = hr.post("/v1/periods/2024-10/reconciliations", files=parts).json()
        assert (found["difference"], found["rows"]) == ("0.00", [])
        wrong = hr.post(TRANSFERS, content=net(sqlite_service, wrong=True), headers={"Content-Type": "text/csv"})
        assert (wrong.status_code, wrong.json()["code"]) == (409, "does_not_fit")
        assert hr.post(TRANSFERS, content=b"nothing", headers={"Content-Type": "text/csv"}).status_code == 422
        assert hr.post(TRANSFERS, json={}).status_code == 415


@pytest.mark.parametrize(
    ("role", "status"), [("auditor", 200), ("manager", 403), ("team_leader", 403), ("employee", 403)]
)
def test_pay_is_handed_over_by_hr_and_auditors_alone_and_that_is_logged(
    sqlite_service: Served, role: str, status: int
) -> None:
    owner = {"employee": "E1"} if role == "employee" else {"team": "T1"} if role == "team_leader" else {}
    with sqlite_service.client(role, **owner) as client, sqlite_service.client("auditor") as auditor:
        assert client.post(REGISTER).status_code == status
        sent = client.post(TRANSFERS, content=net(sqlite_service), headers={"Content-Type": "text/csv"})
        assert sent.status_code == status
        entries = auditor.get("/v1/access-log").json()["entries"]
        looked = [each["operation"] for each in entries if each["role"] == role]
        assert looked == (["payroll register", "transfers"] if status == 200 else [])
