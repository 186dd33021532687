"""Leaders and QA reach agents: of the team, or all of them; and who records what judges somebody."""

from typing import Any

import pytest
from pypdfium2 import PdfDocument

from api.auth.principals import Grant, Principal
from api.operations.context import Context
from api.operations.documents import DocumentQuery, printout
from ledger.roles import Role
from tests.api.asking import asking
from tests.api.routes.files import counts, imported, lines
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT = "2024-11-12T08:27:00+08:00"
DATE = "2024-11-05"
MARK: dict[str, Any] = {"employee": "E1", "date": DATE, "channel": "phone", "contact": "call-7"}
REVIEW = {"period": "2024-11", "score": "80.00", "at": AT}
LEADER, OTHER_LEADER, QA = ("team_leader", "L1", "A"), ("team_leader", "L2", "B"), ("qa", "Q1", None)
AGENTS = ["E1", "E2"]


def recorded(service: Served, resource: str, fact: dict[str, Any], who: tuple[str, str | None, str | None]) -> int:
    with service.client(*who) as client:
        return client.post(f"/v1/{resource}", json=fact).status_code


@pytest.mark.parametrize("report", ["scores", "ranking", "appraisals"])
def test_leaders_read_the_agents_of_their_team_and_qa_every_agent(read_service: Served, report: str) -> None:
    with read_service.client("manager") as manager:
        every = manager.get(f"/v1/periods/2024-10/{report}").json()["rows"]
    for who, wanted in ((LEADER, AGENTS), (OTHER_LEADER, []), (QA, AGENTS)):
        with read_service.client(*who) as client:
            rows = client.get(f"/v1/periods/2024-10/{report}").json()["rows"]
            assert rows == [row for row in every if row["employee"] in wanted]
            explained = client.get(f"/v1/periods/2024-10/{report}/L1/explanation")
            assert explained.status_code == 403
    with read_service.client(*QA) as qa:
        assert qa.get(f"/v1/periods/2024-10/{report}?team=B").json()["rows"] == []


@pytest.mark.parametrize(
    ("who", "employee", "status"),
    [
        (LEADER, "E1", 201),
        (LEADER, "L1", 403),
        (OTHER_LEADER, "E1", 403),
        (QA, "E1", 403),
        (("manager", "M", None), "L1", 201),
        (("manager", "E1", None), "E1", 409),
        (("hr", None, None), "E1", 403),
    ],
    ids=str,
)
def test_reviews_are_for_leaders_and_managers(
    service: Served, who: tuple[str, str | None, str | None], employee: str, status: int
) -> None:
    for resource in ("work-reviews", "behaviour-reviews"):
        assert recorded(service, resource, REVIEW | {"employee": employee}, who) == status


def test_hr_brings_reviews_by_a_file_in_the_name_that_it_states(service: Served) -> None:
    line = REVIEW | {"kind": "work_review", "employee": "E1", "evaluator": "L1"}
    with service.client("hr", "H1") as hr:
        assert counts(imported(hr, lines([line]))) == (1, 0, 0, 0)
    with service.client(*LEADER) as leader:
        (fact,) = [each for each in leader.get("/v1/facts?kind=work_review&limit=1000").json()["facts"]
                   if each["period"] == "2024-11"]  # fmt: skip
    assert (fact["evaluator"], fact["recorded_by"]) == ("L1", "H1")


def test_forms_are_read_by_everyone_and_marks_by_whoever_reaches_the_agent(service: Served) -> None:
    form = {"form": "call", "version": 1, "criteria": [{"name": "a", "weight": 100, "critical": False}]}
    assert recorded(service, "monitoring-forms", form, QA) == 201
    assert recorded(service, "monitorings", MARK | {"monitoring": "M-1", "score": "80.00"}, QA) == 201
    of_leader = MARK | {"monitoring": "M-2", "score": "80.00", "employee": "L1"}
    assert recorded(service, "monitorings", of_leader, QA) == 403
    assert recorded(service, "monitorings", of_leader, ("manager", "M", None)) == 201
    for who, wanted in ((LEADER, ["M-1"]), (OTHER_LEADER, []), (QA, ["M-1"]), (("employee", "L1", None), ["M-2"])):
        with service.client(*who) as client:
            assert len(client.get("/v1/facts?kind=monitoring_form").json()["facts"]) == 1
            found = client.get("/v1/monitorings?from=2024-11-01&until=2024-11-30").json()["workflows"]
            assert [each["number"] for each in found] == wanted, who


def test_an_evaluator_sees_anothers_mark_of_a_contact_after_the_own_one(service: Served) -> None:
    assert recorded(service, "monitorings", MARK | {"monitoring": "M-1", "score": "80.00"}, QA) == 201
    revision = {"at": AT, "reason": "x", "score": "81.00"}
    assert recorded(service, "monitorings/M-1/revisions", revision, QA) == 201
    with service.client("qa", "Q2") as other, service.client(*LEADER) as leader, service.client(*QA) as first:
        facts = "/v1/facts?employee=E1&kind=monitoring&kind=monitoring_revision&from=2024-11-05"
        assert [other.get(each).status_code for each in ("/v1/monitorings/M-1", "/v1/monitorings/M-9")] == [404, 404]
        later = revision | {"at": "2024-11-13T09:00:00+08:00"}
        for number in ("M-1", "M-9"):
            assert other.post(f"/v1/monitorings/{number}/revisions", json=later).status_code == 403
        seen = [len(client.get(facts).json()["facts"]) for client in (other, leader, first)]
        assert seen == [0, 2, 2]
        with asking(service.url, headers={"Accept-Language": "en"}) as page:
            assert page.post("/sign-in", data={"key": service.key("qa", "Q2")}).status_code == 303
            shown = page.get("/quality/monitorings?period=2024-11&employee=E1").text
            assert ("M-1" in shown, "are left out" in shown) == (False, True)
        own = MARK | {"monitoring": "M-2", "score": "70.00"}
        assert other.post("/v1/monitorings", json=own | {"contact": "call-8"}).status_code == 201
        assert other.get("/v1/monitorings/M-1").status_code == 404
        assert other.post("/v1/monitorings", json=own | {"monitoring": "M-3"}).status_code == 201
        assert other.get("/v1/monitorings/M-1").status_code == 200


def test_a_disputed_mark_is_seen_by_whoever_answers_the_dispute(service: Served) -> None:
    with service.client(*QA) as qa:
        told = MARK | {"monitoring": "M-1", "score": "80.00"}
        number = qa.post("/v1/monitorings", json=told).json()["id"]
    with service.client("qa", "Q2") as other, service.client("employee", "E1") as own:
        assert other.get(f"/v1/facts/{number}").status_code == 404
        said = {"dispute": "D-9", "employee": "E1", "at": AT, "text": "x", "about": number}
        assert own.post("/v1/disputes", json=said).status_code == 201
        assert other.get(f"/v1/facts/{number}").status_code == 200


def test_a_dispute_of_a_leader_is_shown_to_a_manager_and_not_to_qa(service: Served) -> None:
    with service.client("employee", "L1") as own:
        said = {"dispute": "D-8", "employee": "L1", "at": AT, "text": "x", "period": "2024-10", "item": "work"}
        assert own.post("/v1/disputes", json=said).status_code == 201
    with asking(service.url) as page:
        assert page.post("/sign-in", data={"key": service.key("qa", "Q1")}).status_code == 303
        assert page.get("/quality/disputes/D-8").status_code == 404
    with asking(service.url) as page:
        assert page.post("/sign-in", data={"key": service.key("manager", "M")}).status_code == 303
        assert page.get("/quality/disputes/D-8").status_code == 200


def text_of(content: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(content)).replace("\r\n", " ")


def test_the_quality_report_tells_how_evaluators_mark_to_who_sees_everybody(service: Served) -> None:
    told = {"comment": "slow", "score": "80.00"}
    assert recorded(service, "monitorings", MARK | told | {"monitoring": "M-1"}, QA) == 201
    of_leader = MARK | told | {"monitoring": "M-2", "employee": "L1", "score": "61.00"}
    assert recorded(service, "monitorings", of_leader, ("manager", "M", None)) == 201
    digests = {}
    for who in (("manager", "M", None), ("qa", "Q2", None), LEADER, ("qa", "Q1", None)):
        with service.client(*who) as client:
            answer = client.get("/v1/periods/2024-11/documents/quality-report")
            digests[who] = answer.headers["workledger-digest"]
            shown = text_of(answer.content)
            whole = who[0] == "manager"
            assert ("Same contact" in shown) is ("61.00" in shown) is whole
            assert ("not under the digest" in shown) is not whole
            assert ("slow" in shown) is (who[1] != "Q2")
    assert digests["qa", "Q1", None] == digests["qa", "Q2", None] == digests[LEADER] != digests["manager", "M", None]
    auditor = Context(service.service, Principal("x", "x", (Grant(Role.AUDITOR),)))
    for digest in digests.values():
        assert printout(auditor, "quality-report", "2024-11", DocumentQuery(), digest).genuine
    assert not printout(auditor, "quality-report", "2024-11", DocumentQuery(), "0" * 64).genuine
