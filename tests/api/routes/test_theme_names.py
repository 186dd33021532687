"""People see an award theme by the name that is recorded, on documents, workbooks and pages; programs by its own."""

import io
import re
from typing import Any

import pytest
from pypdfium2 import PdfDocument
from python_calamine import CalamineWorkbook

from api.words.labels import value_label
from api.words.language import Language
from api.words.theme_names import naming_themes, told_apart
from tests.api.asking import asking
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

PERIOD = "2024-10"
NAME = "答复最快奖"
THEME: dict[str, Any] = {"theme": "quick", "from": PERIOD, "name": "快", "amount": "150.00", "by": "metric",
                         "metric": "aht", "best": "lowest"}  # fmt: skip


@pytest.fixture
def awarded(service: Served) -> Served:
    """A theme that was renamed, which E1 has won."""
    with service.client("manager", "M") as manager, service.client("hr") as hr:
        told = {"employee": "E1", "period": PERIOD, "metric": "aht", "value": "290.00"}
        assert manager.post("/v1/employee-metrics", json=told).status_code == 201
        for theme in (THEME, THEME | {"name": NAME}):
            assert manager.post("/v1/themes", json=theme).status_code == 201
        listed = {"period": PERIOD, "award_themes": [{"theme": "quick"}]}
        assert hr.post("/v1/periods", json=listed).status_code == 201
    return service


def test_documents_workbooks_and_pages_call_a_theme_by_its_name(awarded: Served) -> None:
    with awarded.client("hr") as hr:
        (row,) = hr.get(f"/v1/periods/{PERIOD}/awards").json()["rows"]
        assert (row["employee"], row["theme"]) == ("E1", "quick")
        payslip = hr.get(f"/v1/periods/{PERIOD}/documents/payslips?employee=E1").content
        assert NAME in "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(payslip))
        form = {"accept": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
        for report in ("awards", "payroll"):
            content = hr.get(f"/v1/periods/{PERIOD}/{report}", headers=form).content
            cells = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
            assert any(NAME in str(cell) for row in cells for cell in row), report
    with asking(awarded.url) as page:
        assert page.post("/sign-in", data={"key": awarded.key("employee", "E1")}).status_code == 303
        shown = re.sub(r"<[^>]*>", "", page.get(f"/my/payslip/{PERIOD}").text)
        assert (NAME in shown, "quick" in shown) == (True, False)


@pytest.mark.parametrize("language", list(Language))
def test_a_theme_has_its_name_where_its_ledger_is_in_view_alone(language: Language) -> None:
    assert value_label("award:quick", language).endswith("quick")
    with naming_themes(lambda: {"quick": NAME}):
        assert value_label("award:quick", language).endswith(NAME)
        assert value_label("annual", language) != NAME
    assert value_label("quick", language) == "quick"


def test_themes_of_one_name_are_told_apart() -> None:
    assert told_apart({"a": "快", "b": "快", "c": "慢"}) == {"a": "快 (a)", "b": "快 (b)", "c": "慢"}
