"""The quarantine over HTTP: refused lines are listed in pages, mended, tried again, dismissed; once under a key."""

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.api.routes.files import counts, imported, lines
from tests.api.routes.served import NOBODY, Served

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

PUNCH = {"kind": "clock", "employee": "E1", "at": "2024-11-12T08:27:00+08:00", "direction": "in"}
STRANGER = {**PUNCH, "employee": "E9"}
NEW = {"employee": "E9", "name": "钱七", "role": "csr", "team": "A", "hired_on": "2024-11-01"}
BROKEN = b'{"kind": "clock", \xff'


@pytest.fixture
def refused(service: Served) -> Served:
    with service.client("hr") as hr:
        assert counts(imported(hr, lines([STRANGER, BROKEN, PUNCH]))) == (1, 0, 0, 2)
    return service


def listed(client: httpx.Client, query: str = "") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/v1/quarantine{query}").json()["lines"]
    return found


@pytest.mark.both_engines
def test_a_refused_line_is_shown_as_it_came_with_its_reason(refused: Served) -> None:
    with refused.client("auditor") as auditor:
        stranger, broken = listed(auditor)
        assert (stranger["id"], stranger["line"], stranger["state"]) == (1, 1, "open")
        assert (stranger["code"], json.loads(stranger["raw"])) == ("unknown_employee", STRANGER)
        assert (broken["code"], broken["raw"], broken["size"]) == (
            "bad_encoding",
            '{"kind": "clock", \\xff',
            len(BROKEN),
        )
        assert auditor.post("/v1/quarantine/1/retry").status_code == 403
    with refused.client("manager", NOBODY) as manager:
        assert manager.get("/v1/quarantine").status_code == 403


def test_a_look_at_lines_that_may_tell_pay_is_in_the_access_log(refused: Served) -> None:
    with refused.client("hr") as hr, refused.client("auditor") as auditor:
        hr.get("/v1/quarantine?state=dismissed")
        hr.get("/v1/quarantine")
        entries = auditor.get("/v1/access-log").json()["entries"]
    assert [(each["role"], each["operation"]) for each in entries] == [("hr", "see quarantine")]


@pytest.mark.both_engines
def test_a_line_is_tried_again_when_what_it_lacked_is_there(refused: Served) -> None:
    with refused.client("hr") as hr:
        still = hr.post("/v1/quarantine/1/retry")
        assert (still.status_code, still.json()["status"], still.json()["code"]) == (
            200,
            "rejected",
            "unknown_employee",
        )
        assert listed(hr)[0]["answer"].startswith("unknown_employee: ")
        assert hr.post("/v1/employees", json=NEW).status_code == 201
        settled = hr.post("/v1/quarantine/1/retry").json()
        assert [doubt["code"] for doubt in settled.pop("doubts")] == ["long_ago"]
        assert settled == {"id": 1, "status": "accepted", "code": None, "message": None}
        assert hr.get("/v1/facts?employee=E9&kind=clock").json()["facts"][0]["at"].startswith("2024-11-12T")
        assert [(each["id"], each["state"]) for each in listed(hr, "?state=all")] == [(1, "retried"), (2, "open")]
        assert hr.post("/v1/quarantine/1/retry").status_code == 404


@pytest.mark.both_engines
@pytest.mark.parametrize("media_type", ["text/plain", "application/json", "text/plain; charset=utf-8"])
def test_a_line_is_mended(refused: Served, media_type: str) -> None:
    mended = json.dumps({**PUNCH, "direction": "out"}).encode()
    with refused.client("hr") as hr:
        answer = hr.post("/v1/quarantine/2/retry", content=mended, headers={"Content-Type": media_type})
        assert (answer.status_code, answer.json()["status"]) == (200, "accepted")
        assert [each["id"] for each in listed(hr, "?state=retried")] == [2]
        assert "\\xff" in listed(hr, "?state=retried")[0]["raw"]


def test_a_mended_line_that_is_wrong_still_stays_open(refused: Served) -> None:
    with refused.client("hr") as hr:
        answer = hr.post("/v1/quarantine/2/retry", content=b"{}", headers={"Content-Type": "application/json"})
        assert (answer.status_code, answer.json()["status"]) == (200, "rejected")
        wrong = hr.post("/v1/quarantine/2/retry", content=b"<a/>", headers={"Content-Type": "text/xml"})
        assert wrong.status_code == 415
        large = hr.post("/v1/quarantine/2/retry", content=bytes(1_100_000), headers={"Content-Type": "text/plain"})
        assert large.status_code == 413
        assert [each["id"] for each in listed(hr)] == [1, 2]


@pytest.mark.both_engines
def test_a_line_is_dismissed_and_stays_in_the_quarantine(refused: Served) -> None:
    with refused.client("hr") as hr:
        answer = hr.post("/v1/quarantine/2/dismiss")
        assert (answer.status_code, answer.json()["state"]) == (200, "dismissed")
        assert [answer.json()] == listed(hr, "?state=dismissed")
        assert [each["id"] for each in listed(hr)] == [1]
        assert hr.post("/v1/quarantine/2/dismiss").status_code == 404


def test_a_line_is_dismissed_with_a_reason_which_stays_beside_it(refused: Served) -> None:
    with refused.client("hr") as hr:
        for wrong in ({"reason": "a" * 501}, {"reason": "two\nlines"}, {"why": "sent twice"}):
            assert hr.post("/v1/quarantine/2/dismiss", json=wrong).status_code == 422
        answer = hr.post("/v1/quarantine/2/dismiss", json={"reason": "sent twice"})
        assert (answer.status_code, answer.json()["answer"]) == (200, "sent twice")
        assert [each["answer"] for each in listed(hr, "?state=dismissed")] == ["sent twice"]


def test_an_id_that_is_no_open_line_is_not_there(refused: Served) -> None:
    with refused.client("hr") as hr:
        for entry in ("3", "0", "-1", "x", "1.0", "٣", "9" * 18, "9" * 40):
            for act in ("retry", "dismiss"):
                answer = hr.post(f"/v1/quarantine/{entry}/{act}")
                assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found"), entry
                assert answer.json()["detail"].endswith(
                    "is not an open line of the quarantine; /v1/quarantine lists them"
                )


@pytest.mark.both_engines
def test_all_open_lines_are_tried_again_together(refused: Served) -> None:
    with refused.client("hr") as hr:
        hr.post("/v1/employees", json=NEW)
        answer = hr.post("/v1/quarantine/retry")
        assert answer.status_code == 200
        assert [(each["id"], each["status"], each["code"]) for each in answer.json()["lines"]] == [
            (1, "accepted", None),
            (2, "rejected", "bad_encoding"),
        ]
        hr.post("/v1/quarantine/2/dismiss")
        assert hr.post("/v1/quarantine/retry").json() == {"lines": []}


def test_more_open_lines_than_are_judged_at_once_are_tried_again_in_one_transaction(service: Served) -> None:
    strangers = [{**STRANGER, "at": f"2024-11-12T08:{n // 60:02d}:{n % 60:02d}+08:00"} for n in range(1_200)]
    with service.client("hr") as hr:
        assert counts(imported(hr, lines(strangers))) == (0, 0, 0, 1_200)
        hr.post("/v1/employees", json=NEW)
        before = service.ledger.facts.last_position()
        tried = hr.post("/v1/quarantine/retry", headers={"Idempotency-Key": "all"})
        assert {each["status"] for each in tried.json()["lines"]} == {"accepted"}
        assert service.ledger.facts.last_position() == before + 1_200
        assert hr.post("/v1/quarantine/retry", headers={"Idempotency-Key": "all"}).content == tried.content


@pytest.mark.both_engines
def test_a_hundred_retries_under_one_key_are_one_and_are_answered_alike(refused: Served) -> None:
    mended = json.dumps({**PUNCH, "direction": "out"}).encode()
    before = refused.ledger.facts.last_position()
    with refused.client("hr") as hr:

        def send(act: str) -> httpx.Response:
            body = {"content": mended, "headers": {"Content-Type": "text/plain", "Idempotency-Key": act}}
            return (
                hr.post(f"/v1/quarantine/2/{act}", **body)
                if act == "retry"
                else hr.post(f"/v1/quarantine/1/{act}", headers={"Idempotency-Key": act})
            )

        for act in ("retry", "dismiss"):
            with ThreadPoolExecutor(100) as pool:
                answers = list(pool.map(send, [act] * 100))
            assert {(each.status_code, each.content) for each in answers} == {(200, answers[0].content)}
        other = hr.post("/v1/quarantine/2/retry", headers={"Idempotency-Key": "retry"})
        assert (other.status_code, other.json()["type"]) == (422, "/problems/key-reused")
    assert refused.ledger.facts.last_position() == before + 1


@pytest.mark.both_engines
def test_the_quarantine_comes_in_pages_that_are_of_what_was_asked_for(service: Served) -> None:
    with service.client("hr") as hr:
        imported(hr, lines([b"{"] * 25))
        hr.post("/v1/quarantine/7/dismiss")
        seen: list[int] = []
        query = "/v1/quarantine?state=all&limit=10"
        pages = [hr.get(query).json()]
        while pages[-1]["next"] is not None:
            pages.append(hr.get(f"{query}&cursor={pages[-1]['next']}").json())
        for page in pages:
            seen += [each["id"] for each in page["lines"]]
        assert [len(page["lines"]) for page in pages] == [10, 10, 5]
        assert seen == list(range(1, 26))
        of_another = hr.get(f"/v1/quarantine?cursor={pages[0]['next']}")
        assert (of_another.status_code, of_another.json()["type"]) == (400, "/problems/malformed")
        for wrong in ("state=closed", "limit=0", "limit=x", "after=3"):
            assert hr.get(f"/v1/quarantine?{wrong}").status_code == 422


def test_a_page_of_long_lines_is_shorter(service: Served) -> None:
    long = b'{"kind": "' + b"x" * 3_000_000 + b'"}'
    with service.client("hr") as hr:
        imported(hr, lines([long, long, long, b"{"]))
        first = hr.get("/v1/quarantine").json()
        assert [each["size"] for each in first["lines"]] == [len(long)] * 2
        rest = hr.get(f"/v1/quarantine?cursor={first['next']}").json()
        assert ([each["id"] for each in rest["lines"]], rest["next"]) == ([3, 4], None)


def test_a_row_of_a_sheet_is_mended_as_a_row(service: Served) -> None:
    sheet = "工号,基本工资,生效日期\nE1,abc,2024-12-01\n".encode()
    with service.client("hr") as hr:
        assert counts(imported(hr, sheet, "?map=base-salaries")) == (0, 0, 0, 1)
        (line,) = listed(hr)
        row = json.loads(line["raw"])
        row["row"]["基本工资"] = "4800"
        assert hr.post("/v1/quarantine/1/retry", json=row).json()["status"] == "accepted"
        assert hr.get("/v1/facts?after=47").json()["facts"][0]["monthly"] == "4800.00"
