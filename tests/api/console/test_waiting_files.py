"""A file is looked at before it is imported: its type is found, wrong cells are marked, and mended where they stand."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.api.asking import asking
from tests.api.routes.served import Served, served
from tests.ledger.formats.paper import workbook
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

SHEET = (
    "工号,姓名,工作评估成绩,综合工作表现,月份,考评人,考评日期\n"
    "E1,张三,85,90,2024-11,M,2024-12-02\n"
    "E9,某,八十,90,2024-11,M,2024-12-02\n"
)


@pytest.fixture
def service(sqlite_stores: SQLiteStores, clock: Hands) -> Iterator[Served]:
    with served(sqlite_stores.url(), clock=clock) as found:
        yield found


@contextmanager
def signed_in(service: Served, role: str, *whose: str) -> Iterator[httpx.Client]:
    with asking(service.url, headers={"Accept-Language": "en"}, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": service.key(role, *whose)})
        yield client


def csrf(page: str) -> dict[str, str]:
    return {"csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[0]}


def done(client: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """The page once what it waits for is done."""
    while "hx-trigger" in answer.text:
        answer = client.get(str(answer.url))
    return answer


def sent(client: httpx.Client, content: bytes, name: str) -> httpx.Response:
    page = client.get("/hr/imports").text
    answer = client.post("/hr/imports", data=csrf(page) | {"form": ""}, files={"file": (name, content)})
    return done(client, answer)


def again(client: httpx.Client, page: httpx.Response, **fields: str) -> httpx.Response:
    told = csrf(page.text) | {name.replace("__", "."): value for name, value in fields.items()}
    return done(client, client.post(page.url.path, data=told))


def imported(client: httpx.Client, page: httpx.Response) -> httpx.Response:
    key = re.findall(r'name="key" value="([^"]+)"', page.text)[0]
    return done(client, client.post(f"{page.url.path}/import", data=csrf(page.text) | {"key": key}))


def test_a_sheet_is_recognised_mended_where_it_stands_and_then_imported(service: Served) -> None:
    before = service.ledger.facts.last_position()
    with signed_in(service, "hr", "H1") as hr:
        page = sent(hr, SHEET.encode(), "考评.csv")
        assert "Monthly reviews" in page.text
        assert set(re.findall(r'<td class="wrong"><input name="([^"]+)"', page.text)) == {"edit.0.3.0", "edit.0.3.2"}
        assert service.ledger.facts.last_position() == before
        mended = again(hr, page, edit__0__3__0="E2", edit__0__3__2="80")
        assert "No line would be refused" in mended.text
        assert "No figure would change." in mended.text
        assert service.ledger.facts.last_position() == before
        after = imported(hr, mended)
        assert "考评.csv" in after.text
        assert "Undo this import" in after.text
        assert hr.get(page.url.path).status_code == 404
    assert service.ledger.facts.last_position() == before + 4


def test_a_workbook_that_was_mended_keeps_its_merged_cells_and_its_rows(service: Served, tmp_path: Path) -> None:
    rows = [
        ["2024年11月排班表"],
        ["工号", "姓名", *range(1, 31)],
        ["E1", "张三", "R", "年假", "休"],
        ["E2", "李四", "C"],
    ]
    content = workbook(tmp_path, rows, merged=["A1:F1"]).read_bytes()
    with signed_in(service, "hr", "H1") as hr:
        page = sent(hr, content, "排班.xlsx")
        assert set(re.findall(r'<td class="wrong"><input name="([^"]+)"', page.text)) == {"edit.0.3.3"}
        mended = again(hr, page, edit__0__3__3="W")
        assert "No line would be refused" in mended.text
        after = imported(hr, mended)
        assert "no line was refused" in after.text


def test_what_the_headings_lack_is_asked_for_all_rows(service: Served) -> None:
    with signed_in(service, "hr", "H1") as hr:
        page = sent(hr, "工号,工作评估成绩,综合工作表现,月份\nE1,85,90,2024-11\n".encode(), "考评.csv")
        assert 'name="given.evaluator"' in page.text
        told = {"given__evaluator": "M", "given__at": "2024-12-02", "form": "map:reviews"}
        assert "No line would be refused" in again(hr, page, **told).text


def test_a_log_of_a_device_and_lines_of_facts_are_recognised_and_mended_line_by_line(service: Served) -> None:
    log = b"E1\t2024-11-06 08:30:00\t1\t0\t1\t0\r\nE7\t2024-11-06 08:31:00\t1\t0\t1\t0\r\n"
    with signed_in(service, "hr", "H1") as hr:
        page = sent(hr, log, "attlog.dat")
        assert "ZKTeco" in page.text
        mended = again(hr, page, edit__0__2__0="E2\t2024-11-06 08:31:00\t1\t0\t1\t0")
        assert "No line would be refused" in mended.text
        facts = sent(hr, b'{"kind":"praise"}\n', "facts.ndjson")
        assert "one JSON object a line" in facts.text


def test_what_cannot_be_recognised_is_asked_for_and_a_wrong_choice_is_told(service: Served) -> None:
    with signed_in(service, "hr", "H1") as hr:
        page = sent(hr, b"a,b\n1,2\n", "something.csv")
        assert "Choose its type" in page.text
        wrong = again(hr, page, form="map:reviews")
        assert "cannot be read in this way" in wrong.text
        assert again(hr, page, form="map:nothing").status_code in (400, 422)


def test_a_file_waits_for_who_sent_it_alone_and_a_check_tells_no_more_than_an_import_would(service: Served) -> None:
    sheet = SHEET.replace("E9,某,八十", "Q1,某,80")
    with signed_in(service, "team_leader", "L1", "A") as leader:
        page = sent(leader, sheet.encode(), "考评.csv")
        assert "your role does not reach" in page.text
        assert "Zoë" not in page.text
        with signed_in(service, "hr", "H1") as hr:
            assert hr.get(page.url.path).status_code == 404
            assert hr.post(f"{page.url.path}/discard", data=csrf(hr.get("/hr/imports").text)).status_code == 404
        gone = leader.post(f"{page.url.path}/discard", data=csrf(page.text))
        assert "discarded" in gone.text
        assert leader.get(page.url.path).status_code == 404


def test_a_refused_row_is_mended_by_its_cells_and_several_are_dismissed_by_file_and_reason(service: Served) -> None:
    lost = "".join(f"E7{at},某,80,90,2024-11,M,2024-12-02\n" for at in range(3))
    with signed_in(service, "hr", "H1") as hr:
        imported(hr, sent(hr, (SHEET + lost).encode(), "考评.csv"))
        page = hr.get("/hr/quarantine").text
        assert "考评.csv, line 3" in page
        assert "dl class" not in page.partition("<article")[2].partition("</article>")[0]
        found = re.findall(r'href="(/hr/quarantine\?import=[^"]+)"', page)
        (address,) = [each for each in found if "unknown_employee" in each]
        article = page.partition("<article")[2].partition("</article>")[0]
        told = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', article.partition("</form>")[0]))
        told |= {"raw": told["raw"].replace("&#34;", '"'), "cell.0": "E2", "cell.2": "80"}
        action = re.findall(r'action="([^"]+/retry)"', article)[0]
        assert "notice done" in hr.post(action, data=told).text
        some = hr.get(address.replace("&amp;", "&")).text
        form = some.partition('action="/hr/quarantine/dismiss"')[2].partition("</form>")[0]
        asked = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form)) | {"reason": "not ours"}
        done_ = hr.post("/hr/quarantine/dismiss", data=asked)
        assert "lines are dismissed" in done_.text
        assert hr.post("/hr/quarantine/dismiss", data=asked | {"reason": ""}).status_code == 422
    open_ = service.ledger.imports.quarantine.entries()
    assert not [line for line in open_ if line.code == "unknown_employee"]
    assert {line.answer for line in service.ledger.imports.quarantine.entries("dismissed")} == {"not ours"}
