"""No digest that somebody is given tells of others: the attack on colleagues' pay, and every face of a closing."""

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from api.documents.printouts import PURPOSE, DocumentAsked, Source, prepared
from api.explanations import fact_as_json
from api.service.concurrency.jobs import Job
from api.webhooks.envelope import cloud_event
from ledger import closing
from projections.books import Books, freezing
from projections.engine import PolarsEngine
from projections.journal import JournalReader
from tests.api.conftest import Run
from tests.api.routes.served import Served, served
from tests.ledger.material import MASTER_KEY, Hands
from tests.ledger.stores import SQLiteStores

PERIOD, DIGEST = "2024-10", re.compile(r"[0-9a-f]{32,128}")
OWN, OTHERS = "4000.00", "5350.00"
FACTS: list[dict[str, Any]] = [
    {"kind": "site", "name": "S", "time_zone": "Asia/Shanghai", "first_period": PERIOD, "period_start_day": 1},
    *(
        {"kind": "employee", "employee": each, "name": each, "role": "csr", "team": "A", "hired_on": "2024-10-01"}
        for each in ("E1", "E2")
    ),
    {"kind": "base_salary", "employee": "E1", "from": "2024-10-01", "monthly": OWN},
    {"kind": "base_salary", "employee": "E2", "from": "2024-10-01", "monthly": OTHERS},
]
CANDIDATES = [f"{yuan}.00" for yuan in range(3_000, 7_000, 50)]


@pytest.fixture
def small(sqlite_stores: SQLiteStores) -> Iterator[Served]:
    """A centre of two, of whom one wants to know what the other is paid."""
    with served(sqlite_stores.url(), clock=Hands(datetime(2024, 11, 6, tzinfo=UTC)), facts=None) as found:
        assert [each.refusal for each in found.ledger.record(FACTS) if each.refusal] == []
        yield found


def close(found: Served) -> None:
    freeze = freezing(JournalReader(found.ledger, None), PolarsEngine(), PERIOD, held=False)
    found.ledger.closings.close(PERIOD, "HR", freeze)


def older(monkeypatch: pytest.MonkeyPatch, found: Served) -> None:
    """Close the month as version 0.1.0 did."""
    with monkeypatch.context() as patch:
        patch.setattr(closing, "salted", lambda content, _random, _name: content)
        patch.setattr(closing, "kept_random", lambda _random: None)
        close(found)


def row(employee: str, amount: str) -> dict[str, Any]:
    lines = [{"item": "base", "amount": amount, "clause": "S10.1"}]
    return {"employee": employee, "lines": lines, "total": amount, "negative": False}


def payroll(position: int, others: str) -> bytes:
    """The payroll of everyone, as somebody would write it who knows all of it but one figure."""
    told = {"period": PERIOD, "position": position, "rules": "manual", "rows": [row("E1", OWN), row("E2", others)]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def tried(digests: set[str], last: int) -> set[str]:
    """The salaries of the colleague that some digest gives away, whole or its beginning."""
    return {
        amount
        for position in range(1, last + 1)
        for amount in CANDIDATES
        for made in [sha256(payroll(position, amount)).hexdigest()]
        if any(made.startswith(each) for each in digests)
    }


def given_to(found: Served, employee: str) -> set[str]:
    """Every digest that somebody is given, at every position of the ledger: in headers, pages and files."""
    last, answers = found.ledger.facts.last_position(), []
    with found.client("employee", employee) as client:
        listed = client.get("/v1/facts").json()["facts"]
        addresses = [f"/v1/facts/{each['id']}{proof}" for each in listed for proof in ("", "/proof")]
        addresses += ["/v1/facts", "/v1/checkpoints", f"/v1/periods/{PERIOD}/evidence/{employee}"]
        addresses += [f"/v1/periods/{PERIOD}/payroll/{employee}/explanation"]
        for position in range(1, last + 1):
            addresses += [f"/v1/periods/{PERIOD}/documents/payslips?as_of={position}"]
            addresses += [f"/v1/periods/{PERIOD}/payroll?as_of={position}"]
        answers = [client.get(address) for address in addresses]
    texts = [answer.text if "pdf" not in answer.headers.get("content-type", "") else "" for answer in answers]
    texts += [" ".join(answer.headers.values()) for answer in answers]
    return {digest for text in texts for digest in DIGEST.findall(text)}


@pytest.mark.slow
def test_a_colleagues_salary_cannot_be_tried_against_the_digest_of_ones_own_payslip(small: Served) -> None:
    last = small.ledger.facts.last_position()
    # What version 0.1.0 printed gave the salary away at once.
    source = Source(
        small.ledger,
        JournalReader(small.ledger, None),
        Books(JournalReader(small.ledger, None).at(), PolarsEngine()),
        small.ledger.upkeep.secret(PURPOSE),
    )
    asked = DocumentAsked("payslips", PERIOD, employees=frozenset({"E1"}))
    assert tried({prepared(source, asked, older=True).basis.digest}, last) == {OTHERS}
    found = given_to(small, "E1")
    assert len(found) >= 2
    assert tried(found, last) == set()


@pytest.mark.slow
@pytest.mark.parametrize("before_salts", [False, True], ids=["a closing", "a closing of 0.1.0"])
def test_nor_against_anything_that_tells_of_a_closing(
    small: Served, monkeypatch: pytest.MonkeyPatch, before_salts: bool
) -> None:
    older(monkeypatch, small) if before_salts else close(small)
    last = small.ledger.facts.last_position()
    (digests,) = [each.fact.report_digests for each in small.ledger.facts.page(last - 1, 1)]  # type: ignore[attr-defined]
    assert tried({digests["payroll"]}, last) == ({OTHERS} if before_salts else set())
    found = given_to(small, "E1")
    assert tried(found, last) == set()
    # Proofs have digests in base64; those of an older closing stay closed.
    with small.client("employee", "E1") as own, small.client("hr") as hr:
        (fact,) = own.get("/v1/facts?kind=close").json()["facts"]
        assert fact["period"] == PERIOD
        assert not fact.keys() & {"report_digests", "closing_digest", "row_roots", "ext"}
        sizes = [len(each.get(f"/v1/facts/{fact['id']}/proof").content) for each in (own, hr)]
        assert (sizes[0] < sizes[1]) is before_salts


def test_a_verification_that_version_0_1_0_answered_is_shown_without_its_digests() -> None:
    otherwise = {"period": PERIOD, "name": "payroll", "frozen": "a" * 64, "digest": "b" * 64}
    job = Job("1", "verification", "x", "finished", 0, 0, 1, 1, {"holds": True, "computed_otherwise": [otherwise]})
    told = job.as_json()["answer"]
    assert told == {"holds": True, "computed_otherwise": [{"period": PERIOD, "name": "payroll"}]}


@pytest.mark.slow
def test_what_is_sent_to_webhooks_and_shown_in_histories_has_no_digest(
    small: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    older(monkeypatch, small)
    last = small.ledger.facts.last_position()
    (recorded,) = small.ledger.facts.page(last - 1, 1)
    for told in (cloud_event(recorded, "urn:x").decode(), json.dumps(fact_as_json(recorded, ZoneInfo("UTC")))):
        assert PERIOD in told
        assert DIGEST.findall(told.replace(recorded.id, "")) == []


@pytest.mark.slow
def test_a_file_of_a_dispute_that_its_owner_has_is_verified(
    small: Served, monkeypatch: pytest.MonkeyPatch, workledger: Run
) -> None:
    disputed = {"kind": "dispute", "dispute": "D1", "employee": "E1", "at": "2024-11-05T10:00:00+08:00"}
    assert small.ledger.record([disputed | {"text": "x", "period": PERIOD, "item": "base"}])[0].refusal is None
    monkeypatch.setenv("WORKLEDGER_STORE", small.service.settings.store)
    monkeypatch.setenv("WORKLEDGER_MASTER_KEY", b64encode(MASTER_KEY).decode())
    digests = []
    for role, whose in (("employee", {"employee": "E1"}), ("hr", {})):
        with small.client(role, **whose) as client:
            answer = client.get(f"/v1/periods/{PERIOD}/documents/dispute-file?dispute=D1")
            digests.append(answer.headers["workledger-digest"])
    for digest, status in zip([*digests, "0" * 64], [0, 0, 1], strict=True):
        answer = workledger("document", "dispute-file", PERIOD, "--dispute", "D1", "--verify", digest)
        assert answer.status == status, answer


@pytest.mark.slow
@pytest.mark.parametrize("role", ["employee", "team_leader", "qa", "manager", "admin", "device", "hr", "auditor"])
def test_digests_of_a_closing_are_for_who_reads_every_report_whole(
    small: Served, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    older(monkeypatch, small)
    last = small.ledger.facts.last_position()
    (fact,) = [each.fact for each in small.ledger.facts.page(last - 1, 1)]
    secrets = [*fact.report_digests.values(), fact.closing_digest, *fact.row_roots.values()]  # type: ignore[attr-defined]
    whose = {"employee": {"employee": "E1"}, "team_leader": {"team": "A"}}.get(role, {})
    with small.client(role, **whose) as client:
        texts = [client.get("/v1/facts?kind=close").text, client.get("/v1/closings").text]
        (number,) = [each["id"] for each in json.loads(texts[0])["facts"]]
        texts.append(client.get(f"/v1/facts/{number}").text)
        with client.stream("GET", f"/v1/facts/stream?after={last - 1}") as answer:
            texts.append("".join(line for line, _ in zip(answer.iter_lines(), range(4), strict=False)))
    found = [secret for secret in secrets if any(secret in text for text in texts)]
    assert found == (secrets if role in ("hr", "auditor") else [])
