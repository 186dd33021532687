"""Documents of the API: who may, how far, in which form, and what the access log has of it."""

import pytest
from pypdfium2 import PdfDocument

from api.auth.permissions import PERMISSIONS
from api.documents.printouts import DOCUMENTS, operation_of
from api.documents.printouts.document_request import PDF, XLSX
from tests.api.routes.served import Served

pytestmark = pytest.mark.any_engine

AT = "/v1/periods/2024-10/documents"


def test_every_document_has_its_row_in_the_table() -> None:
    assert {each for each in PERMISSIONS if each.startswith("document ")} == set(map(operation_of, DOCUMENTS))


@pytest.mark.slow
@pytest.mark.both_engines
def test_documents_come_as_files_with_their_coordinates(read_service: Served) -> None:
    with read_service.client("hr") as hr:
        for name, definition in DOCUMENTS.items():
            if name == "dispute-file":
                continue
            for form in definition.forms:
                answer = hr.get(f"{AT}/{name}?form={form}&lang=zh-CN")
                assert answer.status_code == 200, (name, answer.text[:300])
                assert answer.headers["content-type"] == {"pdf": PDF, "xlsx": XLSX}[form]
                position = answer.headers["workledger-position"]
                named = f'attachment; filename="{name}-2024-10-{position}.{form}"'
                assert answer.headers["content-disposition"] == named
                assert len(answer.headers["workledger-digest"]) == 64
                assert answer.content[:4] == (b"%PDF" if form == "pdf" else b"PK\x03\x04")


@pytest.mark.slow
def test_somebody_gets_the_own_payslip_and_no_other(service: Served) -> None:
    with (
        service.client("employee", "E1") as own,
        service.client("hr") as hr,
        service.client("auditor") as auditor,
    ):
        mine = own.get(f"{AT}/payslips")
        assert len(PdfDocument(mine.content)) == 1
        assert "E1" in PdfDocument(mine.content)[0].get_textpage().get_text_range()
        for words in ("employee=E2", "employee=E999", "team=A"):
            refused = own.get(f"{AT}/payslips?{words}")
            assert (refused.status_code, refused.json()["code"]) == (403, "reach")
        assert auditor.get("/v1/access-log").json()["entries"] == []
        hr.get(f"{AT}/payslips?employee=E1")
        hr.get(f"{AT}/month-close")
        hr.get(f"{AT}/hours-balances")
        told = [
            (each["operation"], each["employee"], each["period"])
            for each in auditor.get("/v1/access-log").json()["entries"]
        ]
        assert sorted(told) == [("document month-close", "", "2024-10"), ("document payslips", "E1", "2024-10")]


@pytest.mark.slow
def test_a_team_leader_gets_the_own_teams_sheets(read_service: Served) -> None:
    with read_service.client("team_leader", team="A") as leader, read_service.client("hr") as hr:
        team = hr.get(f"{AT}/hours-balances?team=A").content
        assert leader.get(f"{AT}/hours-balances").content == team
        assert leader.get(f"{AT}/hours-balances?team=B").status_code == 403
        assert leader.get(f"{AT}/payroll-register").status_code == 403
        assert leader.get(f"{AT}/month-close").status_code == 403


@pytest.mark.slow
def test_who_does_not_reach_everyone_is_not_told_what_else_there_is(read_service: Served) -> None:
    with read_service.client("team_leader", team="Z") as leader, read_service.client("employee", "E1") as own:
        for client, name in ((leader, "attendance-sheet"), (own, "payslips")):
            answer = client.get(f"/v1/periods/2023-01/documents/{name}")
            assert answer.status_code == 404
            assert answer.json()["detail"].startswith(f"{name} of 2023-01 has nothing within your reach")
        answer = leader.get(f"{AT}/attendance-sheet")
        assert (answer.status_code, "there are" in answer.text) == (404, False)


@pytest.mark.slow
def test_amounts_on_the_notice_are_for_whom_bonuses_are(read_service: Served) -> None:
    with read_service.client("qa") as qa, read_service.client("manager") as manager:
        assert qa.get(f"{AT}/ranking-notice").status_code == 200
        refused = qa.get(f"{AT}/ranking-notice?amounts=true")
        assert (refused.status_code, refused.json()["code"]) == (403, "reach")
        assert manager.get(f"{AT}/ranking-notice?amounts=true").status_code == 200


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("payslips?form=docx", 422, "form is 'docx'; give pdf"),
        ("payslips?lang=fr", 422, "lang is 'fr'; give en or zh-CN"),
        ("quality-report?span=week", 422, "from is missing; give a date of 2024-10, such as 2024-10-01"),
        ("dispute-file", 422, "dispute is missing; give the number of a dispute, such as D1"),
        ("payslips?employee=E999", 404, "there is no employee 'E999' on the ledger; give a number that is recorded"),
        ("payslips?as_of=99999999", 404, "there is no ledger position 99999999"),
        ("payslips?amounts=true", 422, "there is no parameter 'amounts'"),
        ("dispute-file?dispute=D1&rules=manual", 422, "there is no parameter 'rules'"),
        ("poster", 404, ""),
    ],
)
def test_what_is_asked_wrongly_is_a_problem(read_service: Served, address: str, status: int, sentence: str) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get(f"{AT}/{address}")
    assert (answer.status_code, answer.json()["detail"][: len(sentence)]) == (status, sentence)


@pytest.mark.slow
def test_employees_read_the_notice_of_a_closed_month_alone_and_choose_nothing_of_it(service: Served) -> None:
    notice = f"{AT}/ranking-notice"
    with service.client("employee", "E1") as own, service.client("hr") as hr:
        opened = own.get(notice)
        assert (opened.status_code, opened.json()["detail"]) == (
            404,
            own.get("/v1/periods/2023-01/documents/ranking-notice").json()["detail"].replace("2023-01", "2024-10"),
        )
        assert hr.post("/v1/periods/2024-10/closing", json={"by": "HR"}).status_code == 201
        shown = own.get(notice)
        assert shown.status_code == 200, shown.text
        text = "".join(page.get_textpage().get_text_range() for page in PdfDocument(shown.content))
        assert "E1" in text
        assert not {"88.05", "74.90", "80.01"} & set(text.split())
        for words, status in {"amounts=true": 403, "employee=E2": 422, "team=A": 422, "rules=manual": 403}.items():
            assert own.get(f"{notice}?{words}").status_code == status, words
        (digest,) = {line for line in text.splitlines() if line.startswith("Digest of")}
        assert "ranking + awards" in digest
