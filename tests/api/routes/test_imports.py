"""Importing files over HTTP: a job each; once under a key; as a body or in parts; and what is refused before one."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from xlsxwriter import Workbook

from tests.api.asking import asking
from tests.api.routes.files import WAIT, XLSX, counts, ended, imported, lines, sent
from tests.api.routes.served import CENTRE, NOBODY, Served, served
from tests.ledger.material import EMPLOYEE, PUNCH, SITE
from tests.ledger.stores import SQLiteStores, Stores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

FACTS = CENTRE.read_bytes()
RETRIES = 100
OWN_MAPPING = """
title = "punches"
[columns.employee]
heading = "no"
[columns.at]
heading = "time"
type = "instant"
[columns.direction]
default = "in"
[[fact]]
kind = "clock"
"""
PUNCHES = b"no,time\n7,2024-11-12 08:30\nE2,2024-11-12 08:31\n"


def jobs_of(stores: Stores) -> list[tuple[Any, ...]]:
    return stores.rows("SELECT id FROM jobs")


def parts(**named: str | bytes) -> dict[str, tuple[str, bytes]]:
    return {name: (name, text if isinstance(text, bytes) else text.encode()) for name, text in named.items()}


@pytest.mark.both_engines
def test_an_import_is_a_job_that_counts_the_lines_of_the_file(empty_service: Served) -> None:
    with empty_service.client("hr") as hr:
        answer = hr.post("/v1/imports", content=FACTS)
        told = answer.json()
        assert (answer.status_code, answer.headers["location"]) == (202, f"/v1/jobs/{told['id']}")
        assert (told["what"], told["state"], told["answer"]) == ("import", "running", None)
        job = ended(hr, answer)
        assert (job["state"], job["done"], job["whole"]) == ("finished", len(FACTS), len(FACTS))
        kept = job["answer"].copy()
        told_of = {doubt["code"] for doubt in job["answer"].pop("doubts")}
        assert (told_of, job["answer"].pop("doubtful")) == ({"past_roster", "long_ago"}, 24)
        assert job["answer"] == {
            "imports": [sha256(FACTS).hexdigest()],
            "accepted": 47,
            "duplicate": 0,
            "conflict": 0,
            "rejected": 0,
            "issues": [],
            "dry_run": False,
            "late": 0,
        }
        job["answer"] = kept
        assert hr.get(f"/v1/imports/{told['id']}").json() == hr.get(answer.headers["location"]).json() == job
    assert empty_service.ledger.facts.last_position() == 47


def test_who_prefers_to_wait_is_answered_with_the_job_that_has_ended(empty_service: Served) -> None:
    with empty_service.client("hr") as hr:
        answer = hr.post("/v1/imports", content=FACTS, headers={"Prefer": "respond-async, wait=10"})
        assert (answer.status_code, answer.headers["preference-applied"]) == (200, "wait")
        assert answer.json()["state"] == "finished"
        assert hr.post("/v1/imports", content=FACTS, headers={"Prefer": "wait=0"}).status_code == 202
        assert hr.post("/v1/imports", content=FACTS, headers={"Prefer": "wait=soon"}).status_code == 202


@pytest.mark.both_engines
@pytest.mark.parametrize("waits", [False, True], ids=["at once", "in the end"])
def test_a_hundred_requests_under_one_key_are_one_job_and_are_answered_alike(
    empty_service: Served, stores: Stores, *, waits: bool
) -> None:
    headers = {"Idempotency-Key": '"october"', **(WAIT if waits else {})}
    with empty_service.client("hr") as hr:
        with ThreadPoolExecutor(RETRIES) as pool:
            answers = list(pool.map(lambda _: hr.post("/v1/imports", content=FACTS, headers=headers), range(RETRIES)))
        first = answers[0]
        assert {(each.status_code, each.content, each.headers["location"]) for each in answers} == {
            (200 if waits else 202, first.content, first.headers["location"])
        }
        assert jobs_of(stores) == [(first.json()["id"],)]
        assert counts(ended(hr, first)["answer"]) == (47, 0, 0, 0)
        again = hr.post("/v1/imports", content=FACTS, headers={**headers, **WAIT})
        assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert empty_service.ledger.facts.last_position() == 47


def test_a_key_is_for_one_file_and_its_options(service: Served) -> None:
    headers = {"Idempotency-Key": "k"}
    with service.client("hr") as hr:
        assert hr.post("/v1/imports", content=FACTS, headers=headers).status_code == 202
        for again in (
            hr.post("/v1/imports", content=FACTS + b"\n", headers=headers),
            hr.post("/v1/imports?dry_run=true", content=FACTS, headers=headers),
        ):
            assert (again.status_code, again.json()["type"]) == (422, "/problems/key-reused")
        alone = hr.post("/v1/imports", files=parts(file=FACTS), headers=headers)
        assert alone.status_code == 202
        beside = hr.post("/v1/imports", files=parts(file=FACTS, pins="1,E1"), headers=headers)
        assert beside.status_code == 422


@pytest.mark.both_engines
def test_the_same_file_again_records_nothing(service: Served) -> None:
    with service.client("hr") as hr:
        assert counts(imported(hr, FACTS)) == (0, 47, 0, 0)
        assert counts(imported(hr, FACTS)) == (0, 47, 0, 0)
    assert service.ledger.facts.last_position() == 47


@pytest.mark.both_engines
def test_a_dry_run_decides_everything_and_stores_nothing(service: Served) -> None:
    begin = datetime.fromisoformat("2024-11-20T08:00:00+08:00")
    punches = [
        {"kind": "clock", "employee": "E1", "at": (begin + timedelta(seconds=n)).isoformat(), "direction": "auto"}
        for n in range(12_000)
    ]
    content = lines([*punches, b"{"])
    with service.client("hr") as hr:
        answer = imported(hr, content, "?dry_run=true")
        assert (counts(answer), answer["dry_run"]) == ((12_000, 0, 0, 1), True)
        assert [(issue["line"], issue["code"]) for issue in answer["issues"]] == [(12_001, "bad_json")]
        assert service.ledger.facts.last_position() == 47
        assert hr.get("/v1/quarantine").json()["lines"] == []
        assert counts(imported(hr, content)) == (12_000, 0, 0, 1)


@pytest.mark.both_engines
def test_facts_of_closed_periods_are_counted_as_late(service: Served) -> None:
    praise = {
        "kind": "praise",
        "praise": "P-late",
        "employee": "E1",
        "date": "2024-10-03",
        "written": True,
        "about": "attitude",
    }
    with service.client("hr") as hr:
        assert hr.post("/v1/periods/2024-10/closing", json={"by": "HR"}).status_code == 201
        answer = imported(hr, lines([praise, {**praise, "praise": "P-now", "date": "2024-11-03"}]))
    assert (counts(answer), answer["late"]) == ((2, 0, 0, 0), 1)


def test_a_file_that_is_too_large_is_refused_before_it_has_arrived(sqlite_stores: SQLiteStores) -> None:
    with served(sqlite_stores.url(), settings={"import_limit": 1_048_576}) as service:
        announced = "POST /v1/imports\r\nContent-Length: 31457280"
        in_parts = "POST /v1/imports\r\nTransfer-Encoding: chunked"
        part = b"10000\r\n" + bytes(65_536) + b"\r\n"
        for status, answer in (sent(service, announced), sent(service, in_parts, *[part] * 17)):
            assert status == 413
            assert b'"/problems/too-large"' in answer
        with service.client("hr") as hr:
            assert hr.post("/v1/imports", content=bytes(30 * 1_048_576)).status_code == 413
            assert hr.post("/v1/imports", files=parts(file=bytes(2_000_000))).status_code == 413
        assert jobs_of(sqlite_stores) == []


def test_a_sheet_is_read_by_a_mapping_that_is_shipped(service: Served) -> None:
    sheet = "工号,基本工资,生效日期\nE1,5000,2024-12-01\nE2,abc,2024-12-01\n".encode()
    with service.client("hr") as hr:
        answer = imported(hr, sheet, "?map=base-salaries", **{"Content-Type": "text/csv"})
        assert counts(answer) == (1, 0, 0, 1)
        reviews = "工号,工作评估,综合表现\nE1,80,81\n".encode()
        given = "?map=reviews&set=period=2024-12&set=at=2024-12-31&set=evaluator=HR"
        assert counts(imported(hr, reviews, given)) == (2, 0, 0, 0)


def test_a_sheet_comes_with_a_mapping_and_a_table_of_people_of_its_own(service: Served, tmp_path: Path) -> None:
    sheet = tmp_path / "punches.xlsx"
    with Workbook(sheet) as book:
        page = book.add_worksheet()
        for number, row in enumerate((("no", "time"), (7, "2024-11-12 08:30"), ("E2", "2024-11-12 08:31"))):
            page.write_row(number, 0, row)
    with service.client("hr") as hr:
        for content, expected in ((PUNCHES, (2, 0, 0, 0)), (sheet.read_bytes(), (0, 2, 0, 0))):
            sent_parts = parts(file=content, mapping=OWN_MAPPING, pins="pin,employee\n7,E1\n")
            job = ended(hr, hr.post("/v1/imports?pin=E2=E2", files=sent_parts, headers=WAIT))
            assert counts(job["answer"]) == expected
        in_a_field = hr.post(
            "/v1/imports?pin=7=E1&pin=E2=E2", files=parts(file=PUNCHES), data={"mapping": OWN_MAPPING}, headers=WAIT
        )
        assert counts(ended(hr, in_a_field)["answer"]) == (0, 2, 0, 0)
        punched = [fact["employee"] for fact in hr.get("/v1/facts?after=47&kind=clock").json()["facts"]]
    assert punched == ["E1", "E2"]


def test_a_mapping_of_ones_own_builds_on_one_that_is_shipped_and_on_no_file(
    service: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "base.toml").write_text(OWN_MAPPING, encoding="utf-8")
    (tmp_path / "base-salaries").write_text(OWN_MAPPING, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    on_top = 'base = "base-salaries"\n[columns.monthly]\nheading = "月薪"\n'
    sheet = "工号,月薪,生效日期\nE1,5000,2024-12-01\n".encode()
    with service.client("hr") as hr:
        job = ended(hr, hr.post("/v1/imports", files=parts(file=sheet, mapping=on_top), headers=WAIT))
        assert counts(job["answer"]) == (1, 0, 0, 0)
        plain = "工号,基本工资,生效日期\nE2,5000,2024-12-01\n".encode()
        assert counts(imported(hr, plain, "?map=base-salaries")) == (1, 0, 0, 0)
        for base in ("base.toml", str(tmp_path / "base.toml"), "../base.toml"):
            on_file = hr.post("/v1/imports", files=parts(file=sheet, mapping=f'base = "{base}"\n'))
            assert on_file.status_code == 422
            assert "that is shipped" in on_file.json()["detail"]


def test_the_log_of_a_device_is_read_with_its_options(service: Served) -> None:
    log = b"   7\t2024-11-12 08:30:00\t1\t0\t1\t0\n   9\t2024-11-12 18:30:00\t1\t1\t1\t0\n"
    with service.client("hr") as hr:
        answer = imported(hr, log, "?format=zkteco&device=gate&trust_direction=true&pin=7=E1")
        assert [(issue["line"], issue["code"]) for issue in answer["issues"]] == [(2, "unknown_pin")]
        (punch,) = hr.get("/v1/facts?after=47").json()["facts"]
        assert (punch["employee"], punch["direction"], punch["device"]) == ("E1", "in", "gate")


WRONG = [
    ("?format=xml", {}, "there is no format 'xml'"),
    ("?map=../../etc/passwd", {}, "there is no mapping '../../etc/passwd' that is shipped"),
    ("?map=/etc/passwd", {}, "/v1/mappings lists them"),
    ("?map=employees.toml", {}, "there is no mapping"),
    ("?format=sheet", {}, "a sheet needs a mapping"),
    ("?device=gate", {}, "the format interchange has no option device"),
    ("?format=interchange&map=employees", {}, "the format interchange has no option mapping"),
    ("?format=zkteco&set=period=2024-10", {}, "the format zkteco has no option set"),
    ("?map=employees&set=nobody=1", {}, "set names the column 'nobody'"),
    ("?map=employees&set=period", {}, "set is 'period'; give two words"),
    ("?map=employees&pin=1=E1&pin=1=E2", {}, "pin has two values for '1'"),
    ("?dry_run=maybe", {}, "dry_run is 'maybe'; give true or false"),
    ("?mapp=employees", {}, "there is no parameter 'mapp'"),
    ("?map=employees", {"mapping": OWN_MAPPING}, "there are two mappings"),
    ("", {"mapping": "title ="}, "mapping given is not TOML"),
    ("", {"mapping": b"\xff"}, "the part mapping is not in UTF-8"),
    ("", {"mapping": f"x = {'[' * 5_000}"}, "mapping given is nested too deeply"),
    ("", {"mapping": f"{'.'.join('a' * 500)} = 1"}, "mapping given is nested too deeply"),
    ("", {"mapping": f"x = {'9' * 5_000}"}, "mapping given is not TOML"),
    ("", {"mapping": 'base = ["employees"]'}, "there is no mapping ['employees'] that is shipped"),
    ("", {"mapping": OWN_MAPPING.replace("clock", "punch")}, "there is no kind 'punch'"),
    ("?format=zkteco", {"pins": "1,2,3"}, "the part pins, line 1: give a PIN and an employee number"),
    ("?format=zkteco", {"pins": b"\xff"}, "the part pins is not a CSV file in UTF-8"),
    ("?format=zkteco&pin=1=E2", {"pins": "1,E1"}, "PIN 1 has another employee in the part pins"),
    ("", {"pins": "1,E1"}, "the format interchange has no option pins"),
    ("", {"other": "x"}, "there is no part 'other'; the parts are file, mapping, pins"),
]


def test_wrong_options_are_refused_before_there_is_a_job(sqlite_service: Served, sqlite_stores: SQLiteStores) -> None:
    with sqlite_service.client("hr") as hr:
        for query, beside, sentence in WRONG:
            body: dict[str, Any] = {"files": parts(file=b"x", **beside)} if beside else {"content": b"x"}
            answer = hr.post(f"/v1/imports{query}", **body)
            assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), (query, answer.text)
            assert sentence in answer.json()["detail"]
            assert "\n" not in answer.json()["detail"].partition(" is not TOML")[0]
    assert jobs_of(sqlite_stores) == []


def test_a_body_in_parts_that_cannot_be_read_is_refused_in_a_sentence(sqlite_service: Served) -> None:
    boundary = {"Content-Type": "multipart/form-data; boundary=b"}
    named = b'--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nx\r\n'
    bodies: list[tuple[dict[str, str], bytes, int]] = [
        ({"Content-Type": "multipart/form-data"}, b"x", 400),
        (boundary, b"x", 400),
        (boundary, b"", 422),
        (boundary, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", 400),
        (boundary, b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--b--\r\n', 422),
        (boundary, named * 2 + b"--b--\r\n", 422),
        (boundary, named * 9 + b"--b--\r\n", 400),
        (boundary, b"--b--\r\n", 422),
        ({"Content-Type": "multipart/form-data; boundary=b; charset=undefined"}, named + b"--b--\r\n", 400),
        ({"Content-Type": "multipart/mixed; boundary=b"}, named + b"--b--\r\n", 415),
    ]
    with sqlite_service.client("hr") as hr:
        for headers, content, status in bodies:
            answer = hr.post("/v1/imports", content=content, headers=headers)
            assert answer.status_code == status, (headers, content, answer.text)
            assert answer.headers["content-type"] == "application/problem+json"
        large = hr.post("/v1/imports", files=parts(file=b"x", pins=b"1,E1\n" * 50_000))
        assert (large.status_code, large.json()["type"]) == (413, "/problems/too-large")


def test_a_format_that_is_in_local_time_waits_for_the_site(empty_service: Served, stores: Stores) -> None:
    with empty_service.client("hr") as hr:
        for query in ("?format=zkteco", "?map=employees"):
            answer = hr.post(f"/v1/imports{query}", content=b"x")
            assert (answer.status_code, answer.json()["type"]) == (409, "/problems/refused")
            assert answer.json()["code"] == "no_site"
    assert jobs_of(stores) == []


def test_what_is_wrong_with_a_file_is_the_answer_of_its_job(service: Served) -> None:
    with service.client("hr") as hr:
        for content, sentence in (
            (b"PK\x03\x04 no workbook", "the workbook cannot be read"),
            (b"a,b\n1,2\n", "has no heading"),
        ):
            job = ended(hr, hr.post("/v1/imports?map=employees", content=content, headers=WAIT))
            assert job["state"] == "failed"
            assert sentence in job["answer"]["problem"]


def test_a_sheet_that_is_sent_as_lines_is_refused_once_with_the_mapping_that_fits(service: Served) -> None:
    sheet = "工号,基本工资,生效日期\nE1,5000,2024-12-01\n".encode()
    with service.client("hr") as hr:
        job = ended(hr, hr.post("/v1/imports", files={"file": ("pay.csv", sheet)}, headers=WAIT))
        assert (job["state"], "--map base-salaries fits" in job["answer"]["problem"]) == ("failed", True)
        assert hr.get("/v1/quarantine").json()["lines"] == []


def test_a_workbook_that_asks_for_more_memory_than_there_is_ends_its_job_and_nothing_else(
    sqlite_service: Served, tmp_path: Path
) -> None:
    file = tmp_path / "far.xlsx"
    with Workbook(file) as book:
        page = book.add_worksheet()
        page.write(0, 0, "工号")
        page.write(1_048_575, 16_383, "x")
    with sqlite_service.client("hr") as hr:
        content = file.read_bytes()
        job = ended(hr, hr.post("/v1/imports?map=employees", content=content, headers=WAIT))
        assert job["state"] == "failed"
        assert "takes too much memory or time" in job["answer"]["problem"]
        headers = {"Content-Type": XLSX}
        answer = hr.post("/v1/periods/2024-10/reconciliations", content=content, headers=headers)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
        assert hr.get("/v1/me").status_code == 200


@pytest.mark.both_engines
def test_a_restore_that_does_not_fit_restores_nothing(empty_service: Served, stores: Stores) -> None:
    with served(stores.url("other")) as other, other.client("auditor") as auditor:
        export = auditor.get("/v1/export").content
    with empty_service.client("hr") as hr:
        missing = b"".join(export.splitlines(keepends=True)[:5] + export.splitlines(keepends=True)[6:])
        job = ended(hr, hr.post("/v1/imports", content=missing, headers=WAIT))
        assert job["state"] == "failed"
        assert "line 6: position is 7, but 6 comes next" in job["answer"]["problem"]
        assert empty_service.ledger.facts.last_position() == 0
        assert counts(imported(hr, export)) == (47, 0, 0, 0)


def test_a_job_is_seen_by_whom_it_is_of_and_by_those_who_see_all(service: Served) -> None:
    with service.client("hr") as hr:
        job = ended(hr, hr.post("/v1/imports", content=FACTS))
        for role, seen in (("hr", job), ("auditor", job), ("admin", job | {"answer": None})):
            with service.client(role) as client:
                assert client.get(f"/v1/jobs/{job['id']}").json() == seen
        for role, owner in (("manager", {}), ("employee", {"employee": "E1"}), ("device", {})):
            with service.client(role, **owner) as client:
                unseen = client.get(f"/v1/jobs/{job['id']}")
                assert (unseen.status_code, unseen.json()["type"]) == (404, "/problems/not-found")
        for number in ("0" * 24, "x", "%00", "é", "9" * 300):
            assert hr.get(f"/v1/jobs/{number}").status_code == 404
            assert hr.get(f"/v1/imports/{number}").status_code == 404


def test_a_request_that_ends_early_is_no_import(sqlite_service: Served, sqlite_stores: SQLiteStores) -> None:
    before = sqlite_service.ledger.facts.last_position()
    with sqlite_service.client("hr") as hr:
        hr.get("/v1/me")

        def broken() -> Iterator[bytes]:
            yield lines([{**PUNCH, "employee": "E1"}])
            raise ConnectionAbortedError

        with pytest.raises(ConnectionAbortedError):
            hr.post("/v1/imports", content=broken())
        assert hr.get("/v1/me").status_code == 200
    assert sqlite_service.ledger.facts.last_position() == before
    assert jobs_of(sqlite_stores) == []


@pytest.mark.both_engines
def test_two_jobs_of_one_file_at_once_record_every_fact_once(empty_service: Served) -> None:
    content = lines([SITE, EMPLOYEE, *({**PUNCH, "at": f"2026-10-12T09:{n:02d}:00+08:00"} for n in range(60))])
    with empty_service.client("hr") as hr, ThreadPoolExecutor(4) as pool:

        def send(_: int) -> dict[str, Any]:
            return ended(hr, hr.post("/v1/imports", content=content, headers=WAIT))

        answers = [job["answer"] for job in pool.map(send, range(4))]
    assert empty_service.ledger.facts.last_position() == 62
    assert {sum(counts(answer)) for answer in answers} == {62}
    assert json.dumps(answers).count('"rejected": 0') == 4


@pytest.mark.both_engines
def test_whoever_is_asked_again_waits_for_a_job_that_another_worker_carries_out(
    service: Served, stores: Stores
) -> None:
    punches = [
        {**PUNCH, "employee": "E1", "at": f"2024-11-12T09:{n // 60:02d}:{n % 60:02d}+08:00"} for n in range(3_000)
    ]
    headers = {"Idempotency-Key": "k"}
    with served(stores.url(), facts=None) as other, service.client("hr") as hr:
        first = hr.post("/v1/imports", content=lines(punches), headers=headers)
        with asking(other.url, headers=hr.headers) as beside:
            again = beside.post("/v1/imports", content=lines(punches), headers={**headers, **WAIT})
            job = ended(beside, again)
    assert job["id"] == first.json()["id"]
    assert counts(job["answer"]) == (3_000, 0, 0, 0)
    assert len(jobs_of(stores)) == 1


def test_only_hr_imports(service: Served) -> None:
    for role in ("manager", "auditor", "admin", "qa", "device"):
        with service.client(role, NOBODY) as client:
            answer: httpx.Response = client.post("/v1/imports", content=FACTS)
            assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-permitted")
