"""Rule sets that are shipped over HTTP: everybody reads them, HR adopts them, HR and auditors try them."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from api.operations.report_forms import XLSX
from tests.api.routes.served import Served
from tests.api.routes.test_books import finished

pytestmark = pytest.mark.slow
NEW = {"effective_period": "2024-12", "values": {"minimum_wage": "2690", "minimum_hourly_wage": "24"}}
PATH = "/v1/named-rules/lawful-cn-sh"


def test_a_set_is_read_by_everybody_and_adopted_by_hr_once(service: Served) -> None:
    with service.client("employee", "E1") as own, service.client("hr") as hr:
        listed = own.get("/v1/named-rules?lang=zh-CN").json()["named_rules"]
        assert [(each["name"], "法律顾问" in each["caution"]) for each in listed] == [("lawful-cn-sh", True)]
        shown = own.get(PATH).json()
        assert "counsel must check" in shown["caution"]
        assert shown["to_state"] == ["minimum_wage", "minimum_hourly_wage"]
        assert own.get("/v1/named-rules/lawful-de").status_code == 404
        tried = hr.post(f"{PATH}/adoptions", json=NEW | {"dry_run": True})
        assert (tried.status_code, tried.json()["position"]) == (200, None)
        assert own.post(f"{PATH}/adoptions", json=NEW).status_code == 403
        key = {"Idempotency-Key": "adopt-1"}
        done = hr.post(f"{PATH}/adoptions", json=NEW, headers=key)
        assert done.status_code == 201
        assert done.json()["parameters"]["sick_pay_floor"] == "2152.00"
        assert hr.post(f"{PATH}/adoptions", json=NEW, headers=key).json() == done.json()
        assert hr.get("/v1/periods/2024-12").json()["rules"] == "lawful-cn-sh-2024-12"
        fact = hr.get(done.headers["Location"]).json()
        assert fact["parameters"] == done.json()["parameters"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"effective_period": "2024-12"}, 422),
        (NEW | {"effective_period": "soon"}, 422),
        (NEW | {"values": {"minimum_wage": "a lot", "minimum_hourly_wage": "24"}}, 422),
        (NEW | {"values": {"nothing": "1"}}, 422),
        (NEW | {"version": "lawful-cn-sh"}, 422),
        (NEW | {"version": "V1"}, 409),
    ],
)
def test_what_cannot_be_adopted_is_refused(sqlite_service: Served, body: dict[str, object], status: int) -> None:
    with sqlite_service.client("hr") as hr:
        before = hr.get("/v1/rules").json()
        answer = hr.post(f"{PATH}/adoptions", json=body)
        assert (answer.status_code, hr.get("/v1/rules").json()) == (status, before)


@pytest.mark.parametrize(("role", "status"), [("hr", 200), ("auditor", 200), ("manager", 403), ("qa", 403)])
def test_what_the_law_would_have_paid_is_for_hr_and_auditors(sqlite_service: Served, role: str, status: int) -> None:
    with sqlite_service.client(role) as client, sqlite_service.client("auditor") as auditor:
        answer = client.post("/v1/periods/2024-10/what-ifs", json={"rules": "lawful-cn-sh"})
        assert answer.status_code == status
        entries = auditor.get("/v1/access-log").json()["entries"]
        assert [each["operation"] for each in entries if each["role"] == role] == ["compare"] * (status == 200)
        if status == 200:
            assert "counsel must check" in answer.json()["caution"]
            values = {"rules": "lawful-cn-sh", "values": {"nothing": "1"}}
            assert client.post("/v1/periods/2024-10/what-ifs", json=values).status_code == 422
            assert client.post("/v1/periods/2024-10/what-ifs", json=values | {"rules": "V1"}).status_code == 422


def test_a_what_if_is_a_file_where_accept_asks_for_one_also_once_it_was_a_job(sqlite_service: Served) -> None:
    path, asked = "/v1/periods/2024-10/what-ifs", {"rules": "lawful-cn-sh"}
    with sqlite_service.client("hr") as hr:
        found = hr.post(path, json=asked).json()
        text = hr.post(path, json=asked, headers={"Accept": "text/csv"})
        assert [row["figure"] for row in csv.DictReader(io.StringIO(text.text))] == [
            each["figure"] for each in found["moved"]
        ]
        book = hr.post(f"{path}?lang=zh-CN", json=asked, headers={"Accept": XLSX})
        assert len(CalamineWorkbook.from_filelike(io.BytesIO(book.content)).sheet_names) == 5
        assert hr.post(path, json=asked, headers={"Accept": "image/png"}).status_code == 406
        job = hr.post(path, json=asked, headers={"Prefer": "wait=0", "Accept": XLSX})
        assert (job.status_code, job.headers["content-type"]) == (202, "application/json")
        of_job = f"{job.headers['location']}/what-if"
        finished(hr, job.headers["location"])
        assert hr.get(of_job).json() == found
        assert hr.get(of_job, headers={"Accept": "text/csv"}).text == text.text
        with sqlite_service.client("manager") as stranger:
            assert stranger.get(of_job, headers={"Accept": "text/csv"}).status_code == 404
        compared = hr.post("/v1/periods/2024-10/diffs", json={}, headers={"Prefer": "wait=0"})
        assert hr.get(f"{compared.headers['location']}/what-if").status_code == 404
