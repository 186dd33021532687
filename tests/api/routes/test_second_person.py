"""Who recorded a rule set or a correction closes its first period with a second person, whom the closing names."""

import re

import pytest

from tests.api.asking import asking
from tests.api.routes.served import NOBODY, Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]
CLOSING, CONSENT = "/v1/periods/2024-10/closing", "/v1/periods/2024-10/consent"
RULES = {"version": "V2", "effective_period": "2024-10", "parameters": {"night_allowance": "15"}, "reason": "夜班"}
CORRECTION = {"correction": "C9", "employee": "E1", "period": "2024-10", "amount": "5.00", "note": "补"}


def test_who_recorded_a_correction_closes_its_first_month_after_a_second_person_consents(service: Served) -> None:
    with service.client("hr") as hr, service.client("manager") as manager, service.client("hr", "HR2") as other:
        assert hr.post("/v1/rules", json=RULES).status_code == 201
        looked = manager.get(CONSENT).json()
        assert (looked["rules"][-1], looked["consents"]) == ("V2", [])
        position = looked["position"]
        refused = hr.post(CLOSING, json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "second_person")
        assert hr.get("/v1/periods/2024-10/open-matters").json()["refused"] == refused.json()["detail"]
        assert other.get("/v1/periods/2024-10/open-matters").json()["refused"] is None
        # Naming somebody else, or consenting oneself, does not make two of one person.
        assert hr.post(CONSENT, json={"position": position}).status_code == 201
        assert hr.post(CLOSING, json={"by": "HR2"}).status_code == 409
        assert manager.post(CONSENT, json={"position": position}).json()["employee"] == "MGR"
        # A consent is to what was there, and not to what the same person records afterwards.
        assert hr.post("/v1/corrections", json=CORRECTION).status_code == 201
        assert hr.post(CLOSING, json={}).status_code == 409
        assert manager.get(CONSENT).json()["corrections"] == looked["corrections"] + 1
        assert "5.00" not in manager.get(CONSENT).text
        assert manager.post(CONSENT, json={"position": position + 1}).status_code == 201
        assert hr.post("/v1/allowances", json={"allowance": "late", "employee": "E1", "period": "2024-10",
                                               "type": "meal", "amount": "8.00"}).status_code == 201  # fmt: skip
        closed = hr.post(CLOSING, json={})
        assert (closed.status_code, closed.json()["by"]) == (201, "HR1")
        (fact,) = hr.get("/v1/facts?kind=close").json()["facts"]
        assert fact["reason"] == f"MGR consented as of position {position + 1}"
        assert manager.post(CONSENT, json={"position": position + 1}).status_code == 409


def test_a_consent_is_of_a_person_who_may_and_to_what_is_on_the_ledger(service: Served) -> None:
    with service.client("hr", NOBODY) as system, service.client("manager") as manager:
        assert (system.post(CONSENT, json={"position": 1}).json()["code"]) == "person"
        for wrong in (0, -1, 10**6, 2**70, "x", None):
            assert manager.post(CONSENT, json={"position": wrong}).status_code in (400, 422)
        assert manager.get("/v1/periods/2024-13/consent").status_code in (400, 404, 422)
    for role, employee in (("employee", "E1"), ("qa", None), ("auditor", None)):
        with service.client(role, employee) as outsider:
            assert outsider.post(CONSENT, json={"position": 1}).status_code == 403


def test_a_second_person_consents_on_a_page_that_tells_no_amount(service: Served) -> None:
    path = "/hr/close/2024-10/consent"
    english = {"accept-language": "en"}
    with service.client("hr") as hr, asking(service.url, headers=english, follow_redirects=True) as manager:
        assert hr.post("/v1/corrections", json=CORRECTION).status_code == 201
        manager.post("/sign-in", data={"key": service.key("manager")})
        page = manager.get(path)
        assert (page.status_code, "5.00" in page.text, "C9" in page.text) == (200, False, False)
        form = page.text.partition(f'action="{path}"')[2]
        fields = dict(re.findall(r'name="(csrf|key|position)" value="([^"]+)"', form))
        assert manager.post(path, data=fields | {"position": "x"}).status_code == 422
        assert "You consent to the closing of 2024-10" in manager.post(path, data=fields).text
        assert hr.post(CLOSING, json={}).status_code == 201
        assert manager.get("/hr/close/2024-13/consent").status_code in (404, 422)
        assert manager.get("/hr/consent").status_code == 200
