"""Running the centre on pages: every kind has its list and its form, a workflow its steps, a report its rows."""

import re

import httpx
import pytest

from api.console.centre.reports import REPORTS_SHOWN
from api.console.records.record_kinds import KINDS_SHOWN
from ledger.facts import KINDS
from projections.reports import REPORTS
from tests.api.console.browsing import Console

pytestmark = pytest.mark.slow


def of_the_centre() -> set[str]:
    """The kinds of S13, of requests and of payments that nothing leads to: what follows is on its workflow's page."""
    centre = {kind for kind, model in KINDS.items() if model.chapter == "S13" and model.follows is None}
    return centre | {"punch_request", "overtime_request", "payment"}


def an_agent(console: Console) -> str:
    people = console.served.service.directory.people()
    return min(each.employee for each in people if each.role == "csr" and each.employed)


def csrf(page: httpx.Response) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page.text)
    assert found is not None
    return found[1]


def sent(client: httpx.Client, path: str, **fields: object) -> httpx.Response:
    """A form as it is sent, with what is hidden in it."""
    page = client.get(path)
    hidden = dict(re.findall(r'<input type="hidden" name="(key|version)" value="([^"]*)"', page.text))
    return client.post(path, data={"csrf": csrf(page), **hidden, **fields})


def test_every_kind_and_report_of_the_centre_is_shown() -> None:
    assert of_the_centre() - set(KINDS_SHOWN) == set()
    follows = {name for name, report in REPORTS.items() if report.follows_facts and name != "leave_balances"}
    assert follows - set(REPORTS_SHOWN) == set()


def test_every_list_and_form_opens_for_whoever_may(console: Console) -> None:
    with console.signed_in("hr") as hr, console.signed_in("manager") as manager:
        for kind in KINDS_SHOWN:
            opened = [
                (asked.get(f"/records/{kind}").status_code, asked.get(f"/records/{kind}/new").status_code)
                for asked in (hr, manager)
            ]
            assert {status for pair in opened for status in pair} <= {200, 403, 404}
            assert opened[0][0] == 200
        assert [asked.get(f"/centre/reports/{name}").status_code for asked in (hr,) for name in REPORTS_SHOWN] == [
            200 for _ in REPORTS_SHOWN
        ]


def test_the_papers_of_the_centre_are_offered_and_the_morning_is_a_page(console: Console) -> None:
    with console.signed_in("manager") as client:
        page = client.get("/documents/2026-09").text
        assert all(f"/documents/2026-09/{name}" in page for name in ("morning-brief", "monitoring-report"))
        assert client.get("/documents/2026-10/morning-brief?from=2026-10-19").status_code == 200
        assert client.get("/centre/brief?date=2026-10-19").status_code == 200


@pytest.mark.both_engines
def test_a_promise_is_made_and_kept_by_forms(console: Console) -> None:
    agent = an_agent(console)
    with console.signed_in("employee", employee=agent) as client:
        wrong = sent(client, "/records/promise/new", employee=agent, made_at="2026-10-20T09:00", due_at="")
        assert wrong.status_code == 422
        given = {"employee": agent, "made_at": "2026-10-20T09:00", "due_at": "2026-10-20T18:00", "note": "回电"}
        page = sent(client, "/records/promise/new", **given).url.path
        assert page.startswith("/records/promise/PR")
        done = sent(client, page, at="2026-10-20T09:30", status="kept")
        assert done.status_code == 200, re.sub(r"<[^>]+>|\s+", " ", done.text)[-900:]
        assert console.called("standing", "kept") in done.text
        assert "回电" in done.text


def test_a_form_says_in_the_language_of_the_page_what_is_wrong(console: Console) -> None:
    with console.signed_in("manager") as client:
        given = {"date": "2026-10-19", "channel": "phone", "offered": "many", "answered": "3"}
        answer = sent(client, "/records/volume/new", **given)
        wrong = console.said(
            "%(field)s is not a whole number; enter one such as 12.", field=console.called("field", "offered")
        )
        assert (answer.status_code, wrong in answer.text) == (422, True)
        assert 'value="many"' in answer.text
        assert sent(client, "/records/volume/new", **{**given, "offered": "4"}).status_code == 200
        assert "4" in client.get("/records/volume").text


def test_whoever_may_not_record_a_kind_is_told_so(console: Console) -> None:
    with console.signed_in("employee", employee=an_agent(console)) as client:
        assert client.get("/records/payment/new").status_code == 403
        assert client.get("/records/salary").status_code == 404
