"""S3.7a, S4.6 over HTTP: who records and reads contracts, entitlements and the calendar, and what is refused there."""

import pytest

from tests.api.routes.files import counts, imported, lines
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

CONTRACT = {"employee": "E1", "from": "2026-12-01", "day_minutes": 240, "pay": "hourly", "rate": "26.50"}
ENTITLEMENT = {"employee": "E1", "type": "annual", "year": "2026", "minutes": 2400, "basis": "满十年"}
SENIORITY = {"employee": "E1", "from": "2015-03-01"}
DAY = {"date": "2026-12-12", "type": "workday", "name": "调休"}
APPROVAL = {"approval": "P-1", "from": "2026-12", "months": 3, "roles": ["csr"]}
SENT = {
    "contracts": CONTRACT,
    "entitlements": ENTITLEMENT,
    "seniorities": SENIORITY,
    "calendar-days": DAY,
    "hours-approvals": APPROVAL,
}
READ = {
    "contract": "own",
    "seniority": "own",
    "entitlement": "own manager",
    "calendar_day": "all",
    "hours_approval": "all",
}


@pytest.mark.both_engines
def test_hr_records_them_and_each_is_read_by_whom_it_is_for(service: Served) -> None:
    with service.client("hr") as hr, service.client("manager", "M") as manager:
        assert [hr.post(f"/v1/{path}", json=body).status_code for path, body in SENT.items()] == [201] * len(SENT)
        assert [manager.post(f"/v1/{path}", json=body).status_code for path, body in SENT.items()] == [403] * len(SENT)
    readers = {
        "own": service.client("employee", "E1"),
        "manager": service.client("manager", "M"),
        "other": service.client("employee", "E2"),
        "leader": service.client("team_leader", "L1", team="A"),
    }
    for who, client in readers.items():
        with client:
            seen = {kind: len(client.get(f"/v1/facts?kind={kind}").json().get("facts", ())) for kind in READ}
        assert seen == {kind: int(may == "all" or who in may.split()) for kind, may in READ.items()}, who


def test_pay_that_would_change_within_a_period_is_refused_and_an_import_keeps_the_line(service: Served) -> None:
    late = CONTRACT | {"from": "2026-12-10"}
    with service.client("hr") as hr:
        refused = hr.post("/v1/contracts", json=late)
        assert (refused.status_code, refused.json()["code"]) == (409, "not_allowed")
        assert "pay changes on the first day of a period: give from 2027-01-01" in refused.json()["detail"]
        wrong = hr.post("/v1/contracts", json=CONTRACT | {"rate": None, "pay": "hourly", "day_minutes": 721})
        assert wrong.status_code == 422
        answer = imported(hr, lines([{"kind": "contract", **late}, {"kind": "contract", **CONTRACT}]))
        assert counts(answer) == (1, 0, 0, 1)
        assert (answer["issues"][0]["line"], answer["issues"][0]["code"]) == (1, "not_allowed")
        void = {"of_kind": "contract", "of": hr.get("/v1/facts?kind=contract").json()["facts"][0]["id"], "by": "HR"}
        again = hr.post("/v1/contracts", json=CONTRACT | {"from": "2026-12-15", "rate": "30"})
        assert again.status_code == 201
        kept = hr.post("/v1/voids", json=void | {"reason": "错录"})
        assert (kept.status_code, "record that contract from 2027-01-01 first" in kept.json()["detail"]) == (409, True)
