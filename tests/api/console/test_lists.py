"""A list: sorted, filtered, paged, and taken as a file, by its address alone; and it says no more than its page."""

import csv
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from python_calamine import CalamineWorkbook

from api.console.cards import with_cards
from api.console.lists import Cell, RowsAsShown
from tests.api.asking import asking
from tests.api.console.floor import CLOSED, TO_CLOSE, floor
from tests.api.routes.served import Served
from tests.ledger.stores import SQLiteStores

_HEADED = '<table><thead><tr><th scope="col">A "b"</th><th><span class="unseen">C</span></th></tr></thead>'


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("lists")
    with floor(SQLiteStores(folder), folder) as found:
        yield found


@contextmanager
def signed_in(served: Served, role: str, **whose: str) -> Iterator[httpx.Client]:
    with asking(served.url, headers={"accept-language": "en"}, follow_redirects=True) as client:
        client.post("/sign-in", data={"key": served.key(role, **whose)})
        yield client


def numbers(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/hr/people/([^"]*)"', page)


def rows(client: httpx.Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_cell_says_what_its_column_is_and_a_table_without_one_row_of_headings_stays_as_it_is() -> None:
    made = with_cards(f"{_HEADED}<tbody><tr><td>1</td><td>2</td></tr></tbody></table>")
    assert '<td data-label="A &#34;b&#34;">1</td><td>2</td>' in made
    spanned = f'{_HEADED}<tbody><tr><td colspan="2">1</td></tr></tbody></table>'
    assert '<td colspan="2">1</td>' in with_cards(spanned)
    for table in ("<table><tr><td>1</td></tr></table>", _HEADED.replace("<table>", "<table data-grid>") + "</table>"):
        assert with_cards(table) == table


@pytest.mark.slow
def test_a_list_is_sorted_filtered_and_taken_as_a_file_with_the_same_rows(centre: Served) -> None:
    with signed_in(centre, "hr") as hr:
        every = numbers(hr.get("/hr/people").text)
        assert numbers(hr.get("/hr/people?sort=-employee").text) == sorted(every, reverse=True)
        some = hr.get("/hr/people?find=t01&sort=name").text
        found = numbers(some)
        assert 0 < len(found) < len(every)
        headings, *lines = rows(hr, "/hr/people?find=t01&sort=name&form=csv")
        assert [line[0] for line in lines] == found
        assert headings[0] == "Employee no."
        book = CalamineWorkbook.from_filelike(io.BytesIO(hr.get("/hr/people?find=t01&sort=name&form=xlsx").content))
        assert [row[0] for row in book.get_sheet_by_index(0).to_python()[2:]] == found
        for absurd in (
            "sort=nobody",
            "page=0",
            f"page={'9' * 9}",
            "page=−1",
            "form=exe",
            "sort=-",
            f"find={'x' * 200}",
        ):
            assert hr.get(f"/hr/people?{absurd}").status_code == 200, absurd
        assert "No match" in hr.get("/hr/people?find=nobody-of-this-name").text


@pytest.mark.slow
def test_a_file_has_the_rows_in_reach_and_a_file_with_pay_is_logged(centre: Served) -> None:
    with signed_in(centre, "team_leader", team="T01") as leader, signed_in(centre, "manager") as manager:
        of_team = rows(leader, f"/centre/ranking/{TO_CLOSE}?form=csv")
        every = rows(manager, f"/centre/ranking/{TO_CLOSE}?form=csv")
        assert 1 < len(of_team) < len(every)
        assert "Monthly bonus (yuan)" in every[0]
        assert "Monthly bonus (yuan)" not in of_team[0], "a leader sees no bonus"
        assert leader.get(f"/centre/reports/bonus/{TO_CLOSE}?form=csv").status_code == 404
    with centre.client("auditor") as auditor:
        looks = auditor.get("/v1/access-log?order=newest").json()["entries"]
    assert any(each["operation"] == "report bonus" and each["role"] == "manager" for each in looks)


@pytest.mark.slow
def test_two_months_are_compared_figure_by_figure(centre: Served) -> None:
    with signed_in(centre, "hr") as hr:
        asked = f"report=payroll&a_period={CLOSED[0]}&b_period={CLOSED[1]}&form=csv"
        _, *lines = rows(hr, f"/centre/comparison?{asked}")
        assert lines
        reports = [hr.get(f"/centre/reports/ranking/{period}").status_code for period in CLOSED]
        assert reports == [200, 200]
        with centre.client("hr") as api:
            totals = [
                {row["employee"]: row["total"] for row in api.get(f"/v1/periods/{period}/payroll").json()["rows"]}
                for period in CLOSED
            ]
        shown = {line[0].rpartition(" ")[2]: line[-3:-1] for line in lines if line[-4].startswith("Total")}
        both = {number: [side.get(number, "") for side in totals] for number in totals[0] | totals[1]}
        assert shown == {number: sides for number, sides in both.items() if sides[0] != sides[1]}
        assert (
            "Both sides are the same."
            in hr.get("/centre/comparison?report=hours&a_period=2026-08&b_period=2026-08").text
        )
        assert hr.get("/centre/comparison?a_period=1999-01&b_period=x&a_rules=none&a_as_of=noon").status_code in (
            404,
            422,
        )
    with signed_in(centre, "employee", employee="E00004") as own:
        _, *lines = rows(own, f"/centre/comparison?{asked}")
        assert {line[0].rpartition(" ")[2] for line in lines} <= {"E00004"}


def test_of_a_long_list_the_rows_that_are_looked_at_are_put_into_words_and_no_others() -> None:
    told = []

    def row(found: int) -> list[Cell]:
        told.append(found)
        return [Cell(str(found))]

    rows = RowsAsShown(range(100_000), row)
    assert [cell.text for (cell,) in rows[200:203]] == ["200", "201", "202"]
    assert (len(rows), told) == (100_000, [200, 201, 202])
