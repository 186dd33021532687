"""Access tokens of an issuer: who comes with one is who the claims say, until it expires."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc import jwt

from tests.api.asking import asking
from tests.api.auth.issuer import AUDIENCE, ISSUER, RSA, STRANGER, key_set
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow


@pytest.fixture
def service(sqlite_stores: SQLiteStores, clock: Hands, tmp_path: Path) -> Iterator[Served]:
    keys = tmp_path / "keys.json"
    keys.write_bytes(key_set(RSA))
    oidc = {"issuer": ISSUER, "audience": AUDIENCE, "jwks": str(keys), "role_claim": "realm_access.roles",
            "roles": {"personalwesen": "hr"}}  # fmt: skip
    with served(sqlite_stores.url(), clock=clock, settings={"oidc": oidc}) as found:
        yield found


def coming(service: Served, clock: Hands, key: Any = RSA, **claims: Any) -> httpx.Client:
    now = int(clock.now.timestamp())
    told = {"iss": ISSUER, "aud": AUDIENCE, "sub": "u-1", "exp": now + 300, "iat": now} | claims
    token = jwt.encode({"alg": "RS256", "kid": "rsa", "typ": "at+jwt"}, told, key)
    return asking(service.url, token)


def test_roles_and_employee_come_from_the_claims(service: Served, clock: Hands) -> None:
    roles = {"realm_access": {"roles": ["employee", "personalwesen", "something else"]}, "employee": "E1"}
    with coming(service, clock, **roles) as both:
        told = both.get("/v1/me").json()
        assert (told["id"], [grant["role"] for grant in told["grants"]]) == ("oidc:u-1", ["employee", "hr"])
        assert both.get("/v1/periods/2024-10/payroll").status_code == 200
    with coming(service, clock, realm_access={"roles": ["employee"]}, employee="E1") as own:
        assert [row["employee"] for row in own.get("/v1/periods/2024-10/payroll").json()["rows"]] == ["E1"]
        assert own.get("/v1/periods/2024-10/payroll?employee=E2").status_code == 403
    with coming(service, clock, realm_access={"roles": ["something else"]}) as nobody:
        assert nobody.get("/v1/me").status_code == 403
        assert nobody.get("/v1/periods").status_code == 403


def test_a_token_that_is_wrong_or_has_expired_is_answered_like_none(service: Served, clock: Hands) -> None:
    roles = {"realm_access": {"roles": ["hr"]}}
    for wrong in ({"aud": "somebody else"}, {"iss": "https://elsewhere.example"}, {"exp": 1}):
        with coming(service, clock, **roles | wrong) as client:
            assert client.get("/v1/me").status_code == 401
    with coming(service, clock, STRANGER, **roles) as client:
        answer = client.get("/v1/me")
        assert answer.status_code == 401
        assert "token" not in json.dumps({**answer.json(), "detail": ""})
    with coming(service, clock, **roles) as client:
        assert client.get("/v1/me").status_code == 200
        clock.move(minutes=10)
        assert client.get("/v1/me").status_code == 401
