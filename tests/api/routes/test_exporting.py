"""What can be taken away over HTTP: the whole ledger, which restores itself; mappings; statutory holidays."""

import io
from typing import Any

import httpx
import pytest

from ledger.formats.sheets import TEMPLATES, shipped, text_of
from projections.reports import REPORTS
from tests.api.routes.files import WAIT, counts, ended, imported, lines
from tests.api.routes.served import Served, served
from tests.ledger.stores import Stores

pytestmark = [pytest.mark.slow, pytest.mark.any_engine]

PERIODS = ("2024-10", "2024-11")
# More than are restored at once, and more than one part of an export.
PUNCHES = [
    {"kind": "clock", "employee": "E1", "at": f"2024-11-{1 + n // 1_440:02d}T{n // 60 % 24:02d}:{n % 60:02d}:00+08:00",
     "direction": "auto"}
    for n in range(5_200)
]  # fmt: skip


def reports(client: httpx.Client, position: int) -> dict[tuple[str, str], Any]:
    """Every report of the periods, at a position."""
    found = {}
    for period in PERIODS:
        for name in REPORTS:
            answer = client.get(f"/v1/periods/{period}/{name}?as_of={position}")
            assert answer.status_code == 200, answer.text
            # A cursor is signed by its own service.
            found[period, name] = answer.json() | {"next": None}
    return found


@pytest.mark.both_engines
def test_an_export_is_every_fact_and_is_noted(service: Served) -> None:
    with service.client("auditor") as auditor:
        answer = auditor.get("/v1/export")
        written = io.BytesIO()
        assert service.ledger.exports.write(written) == 47
        assert (answer.content, answer.headers["workledger-position"]) == (written.getvalue(), "47")
        assert answer.headers["content-type"] == "application/x-ndjson"
        told = auditor.get("/v1/access-log").json()["entries"][-1]
        assert (told["operation"], told["employee"], told["position"]) == ("export", "", 47)
    for role in ("manager", "admin", "device"):
        with service.client(role) as client:
            assert client.get("/v1/export").status_code == 403


def test_an_empty_ledger_is_exported_as_nothing(empty_service: Served) -> None:
    with empty_service.client("hr") as hr:
        answer = hr.get("/v1/export")
        assert (answer.status_code, answer.content, answer.headers["workledger-position"]) == (200, b"", "0")


def test_what_is_recorded_while_an_export_is_read_is_not_in_it(service: Served) -> None:
    with service.client("hr") as hr:
        imported(hr, lines(PUNCHES))
        before = io.BytesIO()
        service.ledger.exports.write(before)
        with hr.stream("GET", "/v1/export") as answer:
            parts = answer.iter_raw(1_000)
            read = next(parts)
            late = {"employee": "E1", "at": "2024-11-12T08:27:33+08:00", "direction": "in"}
            with service.client("hr") as other:
                assert other.post("/v1/clocks", json=late).status_code == 201
            read += b"".join(parts)
        assert read == before.getvalue()
        assert len(hr.get("/v1/export").content.splitlines()) == 47 + len(PUNCHES) + 1


@pytest.mark.both_engines
def test_an_export_sent_to_an_empty_service_restores_every_report(service: Served, stores: Stores) -> None:
    with service.client("hr") as hr, served(stores.url("other"), facts=None) as empty, empty.client("hr") as other:
        assert hr.post("/v1/periods/2024-10/closing", json={"by": "HR"}).status_code == 201
        imported(hr, lines(PUNCHES))
        position = service.ledger.facts.last_position()
        export = hr.get("/v1/export").content
        tried = imported(other, export, "?dry_run=true")
        assert (counts(tried), empty.ledger.facts.last_position()) == ((position, 0, 0, 0), 0)
        headers = {**WAIT, "Idempotency-Key": "restore"}
        job = ended(other, other.post("/v1/imports", files={"file": ("export.ndjson", export)}, headers=headers))
        assert (job["state"], counts(job["answer"])) == ("finished", (position, 0, 0, 0))
        assert other.get("/v1/export").content == export
        assert reports(other, position) == reports(hr, position)
        assert other.get("/v1/closings").json() == hr.get("/v1/closings").json()


def test_mappings_are_listed_and_shown(read_service: Served) -> None:
    with read_service.client("manager") as manager:
        listed = manager.get("/v1/mappings").json()["mappings"]
        assert [each["name"] for each in listed] == list(shipped())
        assert all(each["title"] for each in listed)
        shown = manager.get("/v1/mappings/roster-grid")
        assert (shown.text, shown.headers["content-type"]) == (
            text_of("roster-grid"),
            "application/toml; charset=utf-8",
        )
        for name in ("..%2F..%2Fetc%2Fpasswd", "roster-grid.toml", "%00", "x" * 500):
            answer = manager.get(f"/v1/mappings/{name}")
            assert (answer.status_code, answer.json()["type"]) == (404, "/problems/not-found")
    with read_service.client("employee", "E1") as own:
        assert own.get("/v1/mappings").status_code == 403


def test_templates_are_listed_and_sent_as_files(read_service: Served) -> None:
    with read_service.client("manager") as manager:
        listed = manager.get("/v1/templates").json()["templates"]
        assert {each["name"]: each["mapping"] for each in listed} == dict(TEMPLATES)
        book = manager.get("/v1/templates/leave?lang=zh-CN")
        assert (book.content[:2], book.headers["content-disposition"]) == (b"PK", 'attachment; filename="leave.xlsx"')
        text = manager.get("/v1/templates/leave?lang=zh-CN&form=csv")
        assert (text.text.lstrip("\ufeff")[:4], text.headers["content-type"]) == ("工号,姓", "text/csv; charset=utf-8")
        assert manager.get("/v1/templates/wages").status_code == 404
        assert manager.get("/v1/templates/leave?form=pdf").status_code == 422
    with read_service.client("employee", "E1") as own:
        assert own.get("/v1/templates/leave").status_code == 403


def test_statutory_holidays_are_facts_that_can_be_recorded(service: Served) -> None:
    with service.client("hr") as hr:
        told = hr.get("/v1/statutory-holidays?country=cn&year=2026").json()
        assert (told["country"], told["year"], len(told["holidays"])) == ("CN", 2026, 13)
        assert {"kind": "holiday", "date": "2026-10-01", "name": "国庆节"} in told["holidays"]
        assert {"kind": "calendar_day", "date": "2026-10-10", "type": "workday"} in told["calendar_days"]
        assert counts(imported(hr, lines([*told["holidays"], *told["calendar_days"]]))) == (28, 0, 0, 0)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("country=CN", "year is missing; give one from 1949 to 2999"),
        ("year=2026", "country is missing; give a code of two letters"),
        ("country=CHN&year=2026", "country is 'CHN'"),
        ("country=PUBLIC&year=2026", "country is 'PUBLIC'"),
        ("country=XX&year=2026", "there is no country 'XX'"),
        ("country=CN&year=1948", "year is '1948'"),
        ("country=CN&year=99999999", "year is '99999999'"),
        ("country=CN&year=2950", "holidays of CN in 2950 are not known"),
        ("country=CN&year=2026&lang=en", "there is no parameter 'lang'"),
    ],
)
def test_a_country_or_a_year_that_is_not_known_is_refused(read_service: Served, query: str, sentence: str) -> None:
    with read_service.client("hr") as hr:
        answer = hr.get(f"/v1/statutory-holidays?{query}")
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid")
        assert sentence in answer.json()["detail"]
