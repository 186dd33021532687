"""A form that is sent when the session has ended: kept for whoever typed it, and there again after signing in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import httpx
import pytest

from api.console.form_refill import refilled
from tests.api.asking import asking
from tests.api.console.test_record_forms import Fields
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

NOW = datetime.fromisoformat("2024-11-06T10:00:00+08:00")
TYPED = {"employee": "E2", "date": "2024-11-05", "written": "false", "about": "attitude"}
FORM = "/records/praise/new"


@pytest.fixture
def clock() -> Hands:
    return Hands(NOW)


@pytest.fixture
def service(sqlite_stores: SQLiteStores, clock: Hands) -> Iterator[Served]:
    with served(sqlite_stores.url(), clock=clock) as found:
        yield found


@contextmanager
def somebody(service: Served, role: str, employee: str | None = None) -> Iterator[httpx.Client]:
    with asking(service.url, headers={"Accept-Language": "en"}, follow_redirects=True) as client:
        sign_in(service, client, role, employee)
        yield client


def sign_in(
    service: Served, client: httpx.Client, role: str, employee: str | None = None, onward: str = "/"
) -> httpx.Response:
    return client.post("/sign-in", data={"key": service.key(role, employee), "next": onward})


def sent_too_late(service: Served, client: httpx.Client, clock: Hands) -> str:
    """The address at which a form is kept that was sent after the session had ended."""
    fields = Fields(client.get(FORM).text).values | TYPED
    clock.move(hours=13)
    answer = client.post(
        FORM, data=fields, headers={"Referer": f"{service.url}{FORM}?employee=E1"}, follow_redirects=False
    )
    onward = httpx.URL(answer.headers["location"]).params["next"]
    assert onward.startswith("/kept/")
    return onward


@pytest.mark.slow
def test_what_was_typed_is_there_again_after_signing_in_and_is_recorded_once(service: Served, clock: Hands) -> None:
    with somebody(service, "hr") as client:
        before = service.ledger.facts.last_position()
        onward = sent_too_late(service, client, clock)
        assert service.ledger.facts.last_position() == before
        page = sign_in(service, client, "hr", onward=onward)
        assert (page.status_code, page.url.path) == (200, FORM)
        assert "What you typed is here again" in page.text
        again = Fields(page.text).values
        assert (again["employee"], again["date"]) == ("E2", "2024-11-05")
        assert '<option value="false" selected>' in page.text
        looked = Fields(client.post(FORM, data=again | TYPED).text).values
        done = client.post(FORM, data=looked)
        assert done.status_code == 200
        assert client.post(FORM, data=looked).url == done.url
        assert service.ledger.facts.last_position() == before + 1


@pytest.mark.slow
def test_nobody_else_who_signs_in_is_shown_it(service: Served, clock: Hands) -> None:
    with somebody(service, "hr") as client:
        onward = sent_too_late(service, client, clock)
        other = sign_in(service, client, "manager", onward=onward)
        assert other.status_code == 404
        assert "attitude" not in other.text.partition("<main")[2]
        beside = client.get(f"{FORM}?kept={onward.rpartition('/')[2]}")
        assert 'value="E2"' not in beside.text
        clock.move(hours=2)
        assert sign_in(service, client, "hr", onward=onward).status_code == 404


@pytest.mark.slow
def test_a_form_of_an_earlier_session_is_not_lost_when_somebody_has_signed_in_again(
    service: Served, clock: Hands
) -> None:
    with somebody(service, "hr") as client:
        fields = Fields(client.get(FORM).text).values | TYPED
        sign_in(service, client, "hr")
        page = client.post(FORM, data=fields)
        assert "What you typed is here again" in page.text or "What you had typed" in page.text
        sign_in(service, client, "manager")
        assert client.post(FORM, data=fields).status_code == 403


@pytest.mark.slow
def test_it_goes_with_the_person(service: Served, clock: Hands) -> None:
    with somebody(service, "employee", "E1") as client:
        form = "/records/complaint/new"
        fields = Fields(client.get(form).text).values | {"date": "2024-11-05", "summary": "secret words"}
        clock.move(hours=13)
        client.post(form, data=fields)
        with service.ledger.transactions.looking() as (cursor, _now):
            cursor.execute("SELECT employee, content FROM kept_forms")
            (row,) = cursor.fetchall()
        assert row["employee"] == "E1"
        assert b"secret" not in bytes(row["content"])


PAGE = """<form action="/other" method="post"><input name="name" value="mine"></form>
<form action="/a" method="post"><input type="hidden" name="csrf" value="new"><input name="name" value="">
<input type="checkbox" name="teams" value="A" checked><input type="checkbox" name="teams" value="B">
<select name="sort"><option value="x" selected>X</option><option value="y">Y &amp; Z</option></select>
<textarea name="text">before</textarea></form>"""


def test_a_page_is_filled_in_in_the_form_that_was_sent_and_nowhere_else() -> None:
    given = [
        ("csrf", "old"),
        ("name", 'a"<b>'),
        ("teams", "B"),
        ("sort", "y"),
        ("text", "</textarea>&"),
        ("rows.3", "c"),
    ]
    page = refilled(PAGE, "/a", given)
    assert page is not None
    assert 'value="mine"' in page
    assert 'value="new"' in page
    assert 'name="name" value="a&quot;&lt;b&gt;"' in page
    assert '<option value="y" selected>Y &amp; Z</option>' in page
    assert '<option value="x">' in page
    assert 'value="A">' in page
    assert 'value="B" checked>' in page
    assert "&lt;/textarea&gt;&amp;</textarea>" in page
    assert '<input type="hidden" name="rows.3" value="c"></form>' in page
    assert "before" not in page
    assert refilled(PAGE, "/nowhere", given) is None
