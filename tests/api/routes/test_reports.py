"""Reports over HTTP: the command line's figures, in pages and forms, at fixed coordinates for ever."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import httpx
import polars as pl
import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from projections.books import Books, ReportRequest, make_report
from projections.engine import PolarsEngine
from projections.journal import read_journal
from projections.reports import REPORTS
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ARROW = "application/vnd.apache.arrow.stream"
COORDINATES = ("workledger-period", "workledger-position", "workledger-rules")


def computed(service: Served, name: str, period: str = "2024-10", **asked: Any) -> list[dict[str, Any]]:
    books = Books(read_journal(service.ledger), PolarsEngine())
    return make_report(books, name, ReportRequest(period, **asked)).table.to_dicts()


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_report_is_the_one_that_is_computed_and_names_its_coordinates(read_service: Served, name: str) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get(f"/v1/periods/2024-10/{name}")
    told = answer.json()
    assert told["rows"] == computed(read_service, name)
    assert told["next"] is None
    assert [answer.headers[each] for each in COORDINATES] == ["2024-10", str(told["position"]), told["rules"]]


@pytest.mark.both_engines
def test_pages_together_are_the_whole_report_although_facts_come_in_between(service: Served) -> None:
    whole = computed(service, "attendance")
    with service.client("hr") as hr:
        rows: list[dict[str, Any]] = []
        told = hr.get("/v1/periods/2024-10/attendance?limit=2").json()
        position = told["position"]
        while True:
            rows += told["rows"]
            if told["next"] is None:
                break
            hr.post("/v1/shifts", json={"employee": "E1", "date": f"2024-10-{20 + len(rows) // 2}", "shift": "C"})
            told = hr.get("/v1/periods/2024-10/attendance", params={"limit": 2, "cursor": told["next"]}).json()
            assert told["position"] == position
        assert rows == whole
        assert len(hr.get("/v1/periods/2024-10/attendance").json()["rows"]) > len(whole)


def test_rows_are_narrowed_by_team_and_role(read_service: Served) -> None:
    with read_service.client("hr") as hr:
        scores = hr.get("/v1/periods/2024-10/scores").json()["rows"]
        roles = {row["employee"]: row["role"] for row in scores}
        for role in set(roles.values()):
            rows = hr.get(f"/v1/periods/2024-10/payroll?role={role}").json()["rows"]
            assert {row["employee"] for row in rows} == {each for each, held in roles.items() if held == role}
        team = hr.get("/v1/periods/2024-10/scores?team=A&role=csr").json()["rows"]
        assert team == computed(read_service, "scores", team="A", role="csr")
        assert hr.get("/v1/periods/2024-10/scores?role=boss").status_code in (404, 422)


def test_a_cursor_is_of_its_own_request_and_cannot_be_made_up(read_service: Served) -> None:
    with read_service.client("hr") as hr, read_service.client("employee", "E1") as own:
        cursor = hr.get("/v1/periods/2024-10/attendance?limit=2").json()["next"]
        for client, path in (
            (hr, "/v1/periods/2024-10/hours"),
            (hr, "/v1/periods/2024-11/attendance"),
            (own, "/v1/periods/2024-10/attendance"),
        ):
            answer = client.get(path, params={"limit": 2, "cursor": cursor})
            assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")
        for changed in (cursor[:-9] + ("A" if cursor[-9] != "A" else "B") + cursor[-8:], cursor[5:], "x", "é"):
            answer = hr.get("/v1/periods/2024-10/attendance", params={"limit": 2, "cursor": changed})
            assert answer.status_code == 400, changed
        other = hr.get("/v1/periods/2024-10/attendance", params={"limit": 2, "cursor": cursor, "as_of": "3"})
        assert other.status_code == 400


def test_a_report_of_fixed_coordinates_never_changes_and_is_known_by_its_tag(service: Served) -> None:
    position = service.ledger.facts.last_position()
    path = f"/v1/periods/2024-10/payroll?as_of={position}"
    with service.client("hr") as hr:
        first = hr.get(path)
        assert first.headers["etag"].startswith('"')
        hr.post("/v1/allowances", json={"allowance": "A9", "employee": "E1", "period": "2024-10", "type": "meal",
                                        "amount": "9.00"})  # fmt: skip
        again = hr.get(path)
        assert (again.content, again.headers["etag"]) == (first.content, first.headers["etag"])
        known = hr.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", first.headers["etag"])
        now = hr.get("/v1/periods/2024-10/payroll", headers={"If-None-Match": first.headers["etag"]})
        assert now.status_code == 200
        assert now.headers["etag"] != first.headers["etag"]


def test_the_forms_carry_the_same_rows(read_service: Served) -> None:
    rows = computed(read_service, "hours")
    path = "/v1/periods/2024-10/hours"
    with read_service.client("hr") as hr:

        def answer(accept: str) -> httpx.Response:
            found = hr.get(path, headers={"Accept": accept})
            assert found.status_code == 200
            assert all(each in found.headers for each in COORDINATES)
            return found

        assert list(csv.DictReader(io.StringIO(answer("text/csv").text))) == [
            {name: str(value) for name, value in row.items()} for row in rows
        ]
        assert [json.loads(line) for line in answer("application/x-ndjson").text.splitlines()] == rows
        with pa.ipc.open_stream(answer(ARROW).content) as stream:
            table = stream.read_all()
        assert pl.from_arrow(table).to_dicts() == rows  # type: ignore[union-attr]
        assert table.schema.metadata[b"period"] == b"2024-10"
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer(XLSX).content)).get_sheet_by_index(0).to_python()
        due = {str(line[0]): line for line in sheet}
        assert all(row["employee"] in due for row in rows)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, application/json;q=0.4", "text/csv; charset=utf-8"),
        ("text/html, application/x-ndjson;q=0.9, */*;q=0", "application/x-ndjson; charset=utf-8"),
        ("text/html", None),
        ("application/json;q=0", None),
    ],
)
def test_the_form_is_the_one_that_is_preferred(read_service: Served, accept: str, form: str | None) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get("/v1/periods/2024-10/hours", headers={"Accept": accept})
    if form is None:
        assert (answer.status_code, answer.json()["type"]) == (406, "/problems/not-acceptable")
    else:
        assert (answer.status_code, answer.headers["content-type"]) == (200, form)


@pytest.mark.parametrize("query", ["as_of=x", "as_of=2024-10-01", "role=boss"])
def test_what_no_ledger_could_answer_is_wrong_use(read_service: Served, query: str) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get(f"/v1/periods/2024-10/payroll?{query}")
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")


@pytest.mark.parametrize(
    "query",
    ["as_of=0", "as_of=99999", "rules=V9", "employee=E99", "team=Q", "as_of=1990-01-01T00:00:00Z"],
)
def test_what_is_not_there_is_not_found_in_a_sentence(read_service: Served, query: str) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get(f"/v1/periods/2024-10/payroll?{query}")
        assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
        assert hr.get(f"/v1/periods/{'2024-09'}/payroll").status_code == 404
        assert hr.get("/v1/periods/nonsense/payroll").status_code == 404
        assert hr.get("/v1/periods/2024-10/wages").status_code == 404


@pytest.mark.parametrize("query", ["limit=0", "limit=x", "limit=99999", "lang=fr", "asof=3"])
def test_a_wrong_parameter_is_refused_and_not_passed_over(read_service: Served, query: str) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get(f"/v1/periods/2024-10/payroll?{query}")
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")


def test_the_workbook_speaks_chinese_where_it_is_asked_to(read_service: Served, tmp_path: Path) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get("/v1/periods/2024-10/payroll?lang=zh-CN", headers={"Accept": XLSX})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert any("工号" in str(cell) for line in book.get_sheet_by_index(0).to_python() for cell in line)
