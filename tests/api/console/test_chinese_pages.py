"""A Chinese page has no English sentence on it, whatever was asked for and however wrong a form was filled in."""

import re
from collections.abc import Callable, Iterator
from html import unescape

import httpx
import pytest

from tests.api.asking import asking
from tests.api.console.absurd import names_of, usual
from tests.api.console.test_absurd_values import USUAL, routes
from tests.api.console.test_sessions import csrf_of
from tests.api.routes.served import Served, served

ENGLISH = re.compile(r"(?:(?<![\w/.:`=@-])[A-Za-z]?[a-z]+(?![\w/=:`@-])[ ,;]+){3,}[a-z]+")
"""Four English words in a row."""
_OUT = re.compile(
    r"<(script|style|code|pre|textarea|option)\b.*?</\1>|<(\w+)[^>]* lang=\"en\"[^>]*>.*?</\2>|<[^>]*>", re.DOTALL
)
_OF_MACHINES = re.compile(r"of the tests")
WRONG = {
    "words": "nothing that fits",
    "nothing": "",
    "a date that is none": "2024-02-31",
    "a number too large": "999999999999",
    "somebody unknown": "E999",
}
_ELSEWHERE = ("/sign-in", "/sign-out", "/static/")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(f"sqlite:///{tmp_path_factory.mktemp('chinese')}/ledger.db") as found:
        yield found


@pytest.fixture(scope="module", params=["hr", "manager", "admin"])
def reader(service: Served, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    with asking(service.url, headers={"Accept-Language": "zh-CN", "Accept": "text/html"}) as client:
        assert client.post("/sign-in", data={"key": service.key(request.param)}).status_code == 303
        yield client


def english_in(text: str) -> list[str]:
    """The English sentences that are shown on a page."""
    shown = unescape(_OUT.sub("\n", text.partition("<main")[2]))
    return [found.group() for found in ENGLISH.finditer(shown) if not _OF_MACHINES.search(found.group())]


def told(ask: Callable[[], Iterator[httpx.Response]]) -> list[tuple[str, str]]:
    found = []
    for answer in ask():
        assert answer.status_code != 500, answer.url
        if "text/html" in answer.headers.get("content-type", ""):
            found += [(f"{answer.request.method} {answer.request.url.path}", each) for each in english_in(answer.text)]
    return sorted(set(found))


@pytest.mark.slow
def test_no_page_has_an_english_sentence(reader: httpx.Client) -> None:
    def asked() -> Iterator[httpx.Response]:
        for route in routes("GET"):
            if not route.path.startswith(_ELSEWHERE):
                yield reader.get(usual(route.path, USUAL))
                yield reader.get(usual(route.path, {}))

    assert told(asked) == []


@pytest.mark.slow
def test_no_refusal_of_a_form_is_an_english_sentence(reader: httpx.Client) -> None:
    csrf = csrf_of(reader)

    def asked() -> Iterator[httpx.Response]:
        for route in routes("POST"):
            if route.path.startswith(_ELSEWHERE):
                continue
            names = names_of(route)
            for value in WRONG.values():
                sent = dict.fromkeys(names, value) | {"csrf": csrf}
                yield reader.post(usual(route.path, USUAL), data=sent)

    assert told(asked) == []


def test_an_english_sentence_is_seen_and_a_name_or_a_code_is_not() -> None:
    page = '<main><p title="a few words of it">员工 E1 <code>not one of these</code> QA</p><p>the last day is wrong</p>'
    assert english_in(page) == ["the last day is wrong"]
