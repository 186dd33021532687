"""A report without rows has its columns in every form: a centre that appraises nobody has one."""

import io

import httpx
import pyarrow as pa
import pytest
from python_calamine import CalamineWorkbook

from projections.reports import REPORTS
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

PATH = "/v1/periods/2024-10/appraisals"
COLUMNS = [column.name for column in REPORTS["appraisals"].columns]


def asked(client: httpx.Client, form: str) -> bytes:
    answer = client.get(PATH, headers={"accept": form})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, form)
    return answer.content


def test_a_centre_without_appraisals_has_an_empty_report_in_every_form(read_service: Served) -> None:
    with read_service.client("hr") as hr:
        assert hr.get(PATH).json()["rows"] == []
        assert asked(hr, "text/csv").decode().strip().split(",") == COLUMNS
        assert asked(hr, "application/x-ndjson") == b""
        table = pa.ipc.open_stream(asked(hr, "application/vnd.apache.arrow.stream")).read_all()
        assert (table.column_names, table.num_rows) == (COLUMNS, 0)
        xlsx = asked(hr, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()
        assert any("Points" in row and "Form" in row for row in rows), rows
    with read_service.client("manager") as manager:
        explained = manager.get(f"{PATH}/E1/explanation")
        assert (explained.status_code, explained.json()["type"].rpartition("/")[2]) == (404, "not-found")
