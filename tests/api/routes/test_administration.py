"""What an administrator does to keys, and sees of jobs: the end of a key, and states without answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.routes.served import SQLITE, Served, served


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A service of the small centre."""
    with served(f"{SQLITE}{tmp_path_factory.mktemp('administration') / 'centre.db'}") as found:
        yield found


def test_a_key_is_given_another_end_but_none_that_has_passed(service: Served) -> None:
    with service.client("admin") as admin, service.client("auditor") as auditor:
        made = admin.post("/v1/keys", json={"name": "平板", "role": "auditor"}).json()
        path = f"/v1/keys/{made['id']}/expiry"
        assert auditor.post(path, json={"expires": "2099-01-01T00:00:00Z"}).status_code == 403
        assert admin.post(path, json={"expires": "2001-01-01T00:00:00Z"}).status_code == 422
        assert admin.post("/v1/keys/000000000000/expiry", json={"expires": "2099-01-01T00:00:00Z"}).status_code == 404
        answer = admin.post(path, json={"expires": "2099-01-01T00:00:00Z"})
        assert (answer.status_code, answer.json()["expires_at"]) == (200, "2099-01-01T00:00:00Z")
        admin.delete(f"/v1/keys/{made['id']}")
        still = admin.post(path, json={"expires": "2098-01-01T00:00:00Z"}).json()
        assert (still["expires_at"], still["revoked_at"] is None) == ("2099-01-01T00:00:00Z", False)


def test_jobs_are_listed_without_their_answers(service: Served, tmp_path: Path) -> None:
    line = '{"kind":"praise","praise":"P-1","employee":"E1","date":"2024-10-08","written":true}\n'
    with service.client("hr") as hr:
        hr.post("/v1/imports", content=line.encode(), headers={"content-type": "application/x-ndjson"})
    service.ledger.upkeep.note_backup(service.ledger.upkeep.back_up(tmp_path / "backup"))
    with service.client("admin") as admin, service.client("manager") as manager:
        jobs = admin.get("/v1/jobs").json()["jobs"]
        assert {"backup", "import"} <= {each["what"] for each in jobs}
        assert {str(each["answer"]) for each in jobs} == {"None"}
        assert manager.get("/v1/jobs").status_code == 403
    last = service.ledger.upkeep.last_backup()
    assert last is not None
    assert last[1] == service.ledger.facts.last_position()
