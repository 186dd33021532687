"""Roles that a site composes in a file: read, refused with a sentence, and what they may do over HTTP."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.auth.principals import Extent, Grant, Principal, extent_of
from api.auth.role_file import read_roles, written_roles
from api.auth.role_pairs import refused_together
from api.auth.role_table import RoleTable, default_roles
from api.service.environment import refuse_wrong_settings
from ledger.refusal import LedgerError
from ledger.roles import Role
from tests.api.routes.served import Served, served
from tests.ledger.stores import SQLiteStores

DEPUTY = """
[role.deputy]
label = {zh = "副组长", en = "Deputy"}
needs = ["team"]
like = ["employee"]
team = ["record punch_request_decision:approved", "read punch_request", "read punch_request_decision"]
not = ["record refund"]
"""
AT = "2024-11-12T08:27:00+08:00"


def read(tmp_path: Path, text: str) -> RoleTable:
    path = tmp_path / "roles.toml"
    path.write_text(text, encoding="utf-8")
    return read_roles(path)


def test_the_eight_roles_are_written_as_a_file_that_reads_as_the_same_roles(tmp_path: Path) -> None:
    found = read(tmp_path, written_roles(default_roles()))
    assert list(found.roles) == [role.value for role in Role]
    for name, role in default_roles().roles.items():
        again = found.roles[name]
        assert (again.labels, again.needs, again.kin) == (role.labels, role.needs, role.kin)
        assert again.reaches == role.reaches, name


def test_a_role_is_like_others_with_more_and_with_less(tmp_path: Path) -> None:
    table = read(tmp_path, DEPUTY)
    deputy = table.roles["deputy"]
    assert (deputy.needs, deputy.kin, deputy.called("zh-CN")) == (("person", "team"), {Role.EMPLOYEE}, "副组长")
    who = Principal("x", "x", (Grant("deputy", "E1", "A", deputy),))
    decides = "record punch_request_decision"
    assert extent_of(who, decides) == Extent(everyone=False, employees=frozenset({"E1"}), teams=frozenset({"A"}))
    assert extent_of(who, decides, "approved") == Extent(everyone=False, teams=frozenset({"A"}))
    assert extent_of(who, decides, "rejected") is None
    assert (extent_of(who, "record refund"), extent_of(who, "report payroll")) == (None, Extent(False, {"E1"}))  # type: ignore[arg-type]


WRONG = {
    '[role.x]\nall = ["record clok"]': "there is no operation 'record clok' (did you mean 'record clock'?)",
    '[role.x]\nlike = ["boss"]': "there is no role 'boss' to be like",
    '[role.x]\nlike = ["y"]\n[role.y]\nlike = ["x"]': "is like itself",
    '[role.x]\nevery = ["record clock"]': "there is no 'every'",
    '[role.x]\nall = "record clock"': "all is not a list of texts",
    '[role.x]\nneeds = ["key"]': "needs has no 'key'",
    '[role.x]\nnot = ["record clock"]': "it has no 'record clock'",
    '[role.x]\nteam = ["erase"]': "'erase' does not go as far as 'team'",
    '[role.x]\nall = ["record leave_decision:kept"]': "has no outcome 'kept'; give approved",
    '[role.x]\nall = ["record clock:approved"]': "has no outcome 'approved'; leave it out",
    '[role.X]\nall = ["record clock"]': "a name is up to 40 small letters",
    '[role.x]\nlabel = {fr = "x"}': "its label is not a name in zh and en",
    "[roles.x]": "holds something else than roles",
    "role = 3": "holds something else than roles",
    "[role.x": "cannot be read",
    '[role.x]\nlike = ["admin"]\nall = ["report hours"]': "'administer keys' with 'report hours' never goes together",
    '[role.x]\nall = ["see the access log", "close"]': "'see the access log' with 'close'",
    '[role.x]\nlike = ["device", "qa"]': "the role device' with",
    '[role.x]\nall = ["record work_review", "record base_salary"]': "'record work_review' with 'record base_salary'",
}


@pytest.mark.parametrize(("text", "sentence"), WRONG.items(), ids=WRONG)
def test_a_file_that_cannot_be_used_is_refused_with_a_sentence(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(LedgerError) as refused:
        read(tmp_path, text)
    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value).replace("\\n", "")


@pytest.mark.parametrize(
    ("names", "refused"),
    [
        (("admin", "hr"), True),
        (("admin", "auditor"), True),
        (("auditor", "qa"), True),
        (("device", "employee"), True),
        (("admin", "employee"), False),
        (("auditor", "employee"), False),
        (("team_leader", "qa"), False),
        (("manager", "hr"), False),
    ],
    ids=str,
)
def test_some_roles_are_never_those_of_one_person(names: tuple[str, ...], refused: bool) -> None:
    assert (refused_together(default_roles().together(names)) is not None) is refused


def test_the_service_does_not_start_with_a_wrong_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "roles.toml"
    path.write_text('[role.x]\nall = ["record clok"]')
    monkeypatch.setenv("WORKLEDGER_ROLES", str(path))
    with pytest.raises(LedgerError, match=r"WORKLEDGER_ROLES: the roles file .* there is no operation 'record clok'"):
        refuse_wrong_settings({"WORKLEDGER_ROLES": str(path)})


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Served]:
    path = tmp_path / "roles.toml"
    path.write_text(DEPUTY, encoding="utf-8")
    (tmp_path / "store").mkdir()
    with served(SQLiteStores(tmp_path / "store").url(), settings={"roles": path}) as found:
        yield found


def test_a_deputy_approves_for_the_team_and_nothing_else(site: Served) -> None:
    def asked(number: str, employee: str) -> dict[str, Any]:
        return {"kind": "punch_request", "request": number, "employee": employee, "at": AT, "direction": "in",
                "requested_at": AT, "reason": "x"}  # fmt: skip

    site.ledger.record([asked("P1", "E1"), asked("P2", "Q1"), asked("P3", "E2")])
    with site.client("admin") as admin:
        refused = admin.post("/v1/keys", json={"name": "x", "role": "deputy", "employee": "E2"})
        assert "for one team" in refused.json()["detail"]
        assert admin.post("/v1/keys", json={"name": "x", "role": "boss"}).json()["code"] == "bad_value"
    with site.client("deputy", "E2", "A") as deputy:
        assert [each["role"] for each in deputy.get("/v1/me").json()["grants"]] == ["deputy"]

        def decided(number: str, decision: str) -> int:
            body = {"decision": decision, "at": AT}
            return int(deputy.post(f"/v1/punch-requests/{number}/decisions", json=body).status_code)

        assert decided("P1", "rejected") == 403
        assert decided("P1", "approved") == 201
        assert decided("P2", "approved") == 404
        assert decided("P3", "approved") == 409
        refund = {"refund": "R1", "employee": "E2", "date": "2024-11-12", "amount": "5.00"}
        assert deputy.post("/v1/refunds", json=refund).json()["code"] == "role"
