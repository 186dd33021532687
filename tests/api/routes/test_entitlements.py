"""S4.6b over HTTP: what an approval asks of an entitlement is told before, refused with what is left, or overridden."""

import json
from typing import Any

import pytest

from tests.api.routes.files import counts, imported
from tests.api.routes.served import Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

AT = "2024-11-12T08:27:00+08:00"
RULES = {"kind": "rules", "version": "entitled", "effective_period": "2026-12", "reason": "额度",
         "parameters": {"entitled_types": ["annual"]}}  # fmt: skip
GRANT = {"kind": "entitlement", "employee": "E1", "type": "annual", "year": "2026", "minutes": 660}
LEAVE = {"kind": "leave", "leave": "L-9", "employee": "E1", "type": "annual", "first_date": "2026-12-08",
         "last_date": "2026-12-09", "requested_on": "2026-11-20"}  # fmt: skip
SHIFTS = [{"kind": "shift", "employee": "E1", "date": f"2026-12-{day}", "shift": "R"} for day in ("08", "09")]
APPROVAL = {"decision": "approved", "at": AT}
OVERRIDE = {"override_by": "M", "override_reason": "婚礼"}
SENTENCE = "leave 'L-9' asks for 1320 minutes of annual from 2026-12-08 to 2026-12-09, and the entitlement has 660 left"


@pytest.fixture
def asked(service: Served) -> Served:
    """The small centre, in which E1 asks for two days of annual leave and has a grant for one."""
    outcomes = service.ledger.record([RULES, GRANT, *SHIFTS, LEAVE])
    assert {outcome.status for outcome in outcomes} == {"accepted"}
    return service


def effect_of(client: Any) -> Any:
    return client.get("/v1/effects/leaves?leave=L-9").json()["effects"][0]["entitlement"]


@pytest.mark.both_engines
def test_an_approval_beyond_the_entitlement_is_foretold_refused_and_only_a_manager_lets_it_pass(asked: Served) -> None:
    with asked.client("team_leader", "L1", team="A") as leader:
        assert effect_of(leader) == {"asked": 1320, "left": 660, "without": 660}
        refused = leader.post("/v1/leaves/L-9/decisions", json=APPROVAL)
        assert (refused.status_code, refused.json()["code"]) == (409, "no_grant")
        assert SENTENCE in refused.json()["detail"]
        own = {"override_by": "L1", "override_reason": "婚礼"}
        denied = leader.post("/v1/leaves/L-9/decisions", json=APPROVAL | own)
        assert (denied.status_code, denied.json()["detail"][:11]) == (403, "override_by")
    with asked.client("manager", "M") as manager:
        assert manager.post("/v1/leaves/L-9/decisions", json=APPROVAL | {"override_by": "M"}).status_code == 409
        assert manager.post("/v1/leaves/L-9/decisions", json=APPROVAL | OVERRIDE).status_code == 201
        assert effect_of(manager) is None
        recorded = manager.get("/v1/facts?kind=leave_decision").json()["facts"][-1]
        assert (recorded["leave"], recorded["override_reason"]) == ("L-9", "婚礼")


def test_an_import_keeps_the_line_with_the_balance_and_takes_it_once_there_is_a_grant(asked: Served) -> None:
    line = json.dumps({"kind": "leave_decision", "leave": "L-9", "by": "M", **APPROVAL}).encode() + b"\n"
    with asked.client("hr") as hr:
        answer = imported(hr, line)
        assert counts(answer) == (0, 0, 0, 1)
        (issue,) = answer["issues"]
        assert (issue["code"], SENTENCE in issue["message"]) == ("no_grant", True)
        assert asked.ledger.record([GRANT | {"minutes": 1320}])[0].status == "accepted"
        assert effect_of(hr) == {"asked": 1320, "left": 1320, "without": 0}
        assert hr.post("/v1/quarantine/retry").status_code in (200, 202)
        assert effect_of(hr) is None


def test_of_a_type_that_needs_no_grant_nothing_is_told(service: Served) -> None:
    assert {outcome.status for outcome in service.ledger.record([*SHIFTS, LEAVE])} == {"accepted"}
    with service.client("hr") as hr:
        assert effect_of(hr) is None
        assert hr.post("/v1/leaves/L-9/decisions", json=APPROVAL | {"by": "M"}).status_code == 201
