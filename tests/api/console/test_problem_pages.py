"""Where no page is, a browser is answered by a page: in the reader's language, and with the way home."""

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.api.asking import asking
from tests.api.console.test_sessions import csrf_of, somebody
from tests.api.routes.served import Served, served

HAN = re.compile(r"[\u4e00-\u9fff]")
PAGE = {"Accept": "text/html,application/xhtml+xml"}
NOWHERE = ["/nowhere", "/my/nothing/here", "/static/nothing.css", "/documents/2026-10/nothing", "/%00", "/a%0ab"]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(f"sqlite:///{tmp_path_factory.mktemp('nowhere')}/ledger.db") as found:
        yield found


def title_of(answer: httpx.Response) -> str:
    return answer.text.partition("<h1>")[2].partition("</h1>")[0]


@pytest.mark.parametrize("path", NOWHERE)
@pytest.mark.parametrize("role", [None, "hr"])
def test_an_unknown_address_has_a_page_with_the_way_home(service: Served, path: str, role: str | None) -> None:
    with somebody(service, role) as client:
        for language in ("en", "zh-CN"):
            answer = client.get(path, headers={**PAGE, "Accept-Language": language})
            if answer.status_code == 303 and role is None:
                continue
            assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
            assert 'href="/"' in answer.text
            assert bool(HAN.search(title_of(answer))) == (language == "zh-CN")
            assert "openapi" not in answer.text
            assert "default-src 'self'" in answer.headers["content-security-policy"]


def test_a_program_is_told_in_json_and_in_its_language(service: Served) -> None:
    with asking(service.url) as client:
        assert client.get("/nowhere").json()["title"] == "Not found"
        told = client.get("/nowhere", headers={"Accept-Language": "zh-CN,zh;q=0.9"}).json()
        assert HAN.search(told["title"])
        assert HAN.search(told["detail"])
        assert client.get("/v1/nowhere", headers=PAGE).headers["content-type"] == "application/problem+json"


def test_a_method_that_is_not_allowed_and_a_form_that_is_too_large_have_a_page(service: Served) -> None:
    with somebody(service, "hr") as client:
        wrong = client.post("/my/month", headers=PAGE)
        assert (wrong.status_code, 'href="/"' in wrong.text) == (405, True)
        large = client.post("/sign-in", data={"key": "x" * 70_000}, headers=PAGE)
        assert (large.status_code, 'href="/"' in large.text, "/v1/" in large.text) == (413, True, False)


def test_a_form_that_has_expired_says_so_and_not_that_the_role_may_not(service: Served) -> None:
    with somebody(service, "hr") as client:
        csrf_of(client)
        answer = client.post(
            "/hr/people/new", data={"csrf": "of another session"}, headers={"Accept-Language": "zh-CN"}
        )
        assert (answer.status_code, title_of(answer)) == (403, "页面已失效")
