"""What-if of drafts: a manager tries a form or a theme before it is recorded, and is told no pay."""

from typing import Any

import pytest

from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT = "2024-11-12T08:27:00+08:00"
PERIOD = "2024-10"
THEME: dict[str, Any] = {"theme": "quick", "from": PERIOD, "name": "答复快", "amount": "150.00", "by": "metric",
                         "metric": "aht", "best": "lowest"}  # fmt: skip
FORM: dict[str, Any] = {"form": "w", "version": 1, "component": "work", "roles": ["csr"],
                        "items": [{"item": "mail", "max": "100.00", "source": "judged"}]}  # fmt: skip
DRAFT = FORM | {"version": 2, "items": [{"item": "mail", "max": "60.00", "source": "judged"},
                                        {"item": "calls", "max": "40.00", "source": "judged"}]}  # fmt: skip
OF_PAY = {"before", "after", "cost", "winners", "losers"}


@pytest.fixture
def measured(service: Served) -> Served:
    """Everyone's handle time, and a final appraisal of E1."""
    with service.client("manager", "M") as manager:
        for employee, value in (("E1", "300.00"), ("E2", "290.00")):
            told = {"employee": employee, "period": PERIOD, "metric": "aht", "value": value}
            assert manager.post("/v1/employee-metrics", json=told).status_code == 201
        assert manager.post("/v1/appraisal-forms", json=FORM).status_code == 201
        appraisal = {"employee": "E1", "period": PERIOD, "component": "work", "stage": "final", "form": "w",
                     "version": 1, "points": {"mail": "81.50"}, "at": AT}  # fmt: skip
        assert manager.post("/v1/appraisals", json=appraisal).status_code == 201
    return service


def tried(service: Served, role: str, what: str, draft: dict[str, Any]) -> dict[str, Any]:
    with service.client(role) as client:
        answer = client.post(f"/v1/periods/{PERIOD}/{what}-what-ifs", json={what: draft}, headers={"Prefer": "wait=30"})
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found


@pytest.mark.both_engines
def test_a_draft_of_a_theme_has_the_winners_that_it_would_have_once_recorded(measured: Served) -> None:
    found = tried(measured, "hr", "theme", THEME)
    awarded = {each["employee"]: each["after"] for each in found["moved"] if each["figure"] == "award:quick"}
    with measured.client("manager") as manager, measured.client("hr") as hr:
        before = hr.get(f"/v1/periods/{PERIOD}/awards").json()["rows"]
        assert manager.post("/v1/themes", json=THEME).status_code == 201
        listed = [
            {"theme": name} for name in ("full_attendance", "most_improved", "service", "hundred_percent", "quick")
        ]
        assert hr.post("/v1/periods", json={"period": PERIOD, "award_themes": listed}).status_code == 201
        rows = hr.get(f"/v1/periods/{PERIOD}/awards").json()["rows"]
    assert {row["employee"]: row["amount"] for row in rows if row["theme"] == "quick"} == awarded != {}
    assert [row for row in rows if row["theme"] != "quick"] == before
    assert found["cost"] == f"{150 * len(awarded)}.00"


@pytest.mark.parametrize(("what", "draft"), [("theme", THEME), ("form", DRAFT)])
def test_a_manager_tries_a_draft_and_is_told_no_pay(measured: Served, what: str, draft: dict[str, Any]) -> None:
    of_hr, of_manager = (tried(measured, role, what, draft) for role in ("hr", "manager"))
    assert {name for name in OF_PAY if of_hr[name] is not None} == OF_PAY
    assert {name for name in OF_PAY if of_manager[name] is not None} == set()
    assert of_manager["moved"] == [each for each in of_hr["moved"] if each["figure"] != "pay"] != []
    with measured.client("auditor") as auditor:
        entries = auditor.get("/v1/access-log").json()["entries"]
        assert [(each["role"], each["operation"]) for each in entries if each["operation"] == "try drafts"] == [
            ("hr", "try drafts"),
            ("manager", "try drafts"),
        ]
    for role in ("qa", "team_leader", "employee"):
        with measured.client(role, "E1", "A" if role == "team_leader" else None) as client:
            assert client.post(f"/v1/periods/{PERIOD}/{what}-what-ifs", json={what: draft}).status_code == 403


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"from": "2024-11"}, "the draft is from 2024-11; give a from up to 2024-10"),
        ({"theme": "service"}, "is the name of an award that is there already"),
        ({"metric": "ledger.team_total_mean"}, "is for forms of leaders and QA alone"),
        ({"amount": "-1"}, "amount"),
    ],
)
def test_a_theme_that_could_not_be_recorded_is_not_tried(
    read_service: Served, others: dict[str, Any], sentence: str
) -> None:
    with read_service.client("manager") as manager:
        answer = manager.post(f"/v1/periods/{PERIOD}/theme-what-ifs", json={"theme": THEME | others})
        assert (answer.status_code, sentence in answer.json()["detail"]) == (422, True), answer.text
