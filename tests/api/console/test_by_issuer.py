"""Signing in with the centre's account: out to the issuer, back with a code, and on to the page that was asked for."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from api.console.sessions import COOKIE, MOST_PARTS
from tests.api.asking import asking
from tests.api.auth.issuing import Issuing, issuing
from tests.api.routes.served import Served, served
from tests.ledger.material import Hands
from tests.ledger.stores import SQLiteStores

pytestmark = pytest.mark.slow
_SECRET = "s e/c:ret"


@pytest.fixture
def issuer(clock: Hands) -> Iterator[Issuing]:
    with issuing(lambda: int(clock.now.timestamp())) as found:
        yield found


@pytest.fixture
def service(sqlite_stores: SQLiteStores, clock: Hands, issuer: Issuing) -> Iterator[Served]:
    with served(sqlite_stores.url(), clock=clock, settings={"oidc": issuer.settings()}) as found:
        yield found


def coming(service: Served) -> httpx.Client:
    return asking(service.url, follow_redirects=True, headers={"Accept-Language": "en"})


def test_who_signs_in_with_an_account_lands_on_the_page_that_was_asked_for(service: Served, browser: Browser) -> None:
    context = browser.new_context(locale="en", base_url=service.url)
    page = context.new_page()
    page.goto("/me")
    page.get_by_role("button", name="Sign in with the centre's account").click()
    expect(page.locator("h1")).to_have_text("Who is signed in")
    expect(page.locator("main")).to_contain_text("auditor")
    assert page.url == f"{service.url}/me"
    assert {each["name"]: (each["httpOnly"], each["sameSite"]) for each in context.cookies()} == {COOKIE: (True, "Lax")}
    context.close()


def test_a_large_token_is_kept_in_several_cookies_and_one_that_is_too_large_is_told(
    service: Served, issuer: Issuing, browser: Browser
) -> None:
    # Random text is not packed: what is signed in with is as large as it looks.
    issuer.claims["noise"] = _noise(5_000)
    context = browser.new_context(locale="en", base_url=service.url)
    page = context.new_page()
    page.goto("/sign-in/issuer?next=/me")
    expect(page.locator("h1")).to_have_text("Who is signed in")
    assert len(context.cookies()) == 2
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("#key")).to_be_visible()
    assert context.cookies() == []
    issuer.claims["noise"] = _noise(9_500)
    page.goto("/sign-in/issuer")
    expect(page.get_by_role("alert")).to_contain_text("too large for browsers")
    context.close()


def _noise(length: int) -> str:
    drawn = b"".join(hashlib.sha256(str(each).encode()).digest() for each in range(length // 32))
    return base64.b64encode(drawn).decode()[:length]


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"denies": "access_denied"}, "did not let you in (access_denied)"),
        ({"state": "guessed"}, "was started elsewhere"),
        ({"nonce": "of another"}, "belongs to another sign-in"),
        ({"claims": {"roles": ["nothing"]}}, "has no role here"),
        ({"claims": {"roles": ["hr"], "aud": "elsewhere"}}, "not for this service"),
        ({"secret": "asked for"}, "refused its own code (invalid_grant)"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_goes_wrong_is_told_on_the_sign_in_page(
    service: Served, issuer: Issuing, wrong: dict[str, object], told: str
) -> None:
    for name, value in wrong.items():
        setattr(issuer, name, value)
    with coming(service) as client:
        answer = client.get("/sign-in/issuer?next=/me")
        assert answer.is_client_error or answer.is_server_error
        assert told in answer.text.replace("&#39;", "'")
        assert COOKIE not in client.cookies
        assert client.get("/me").url.path == "/sign-in"


def test_a_code_counts_once_and_only_where_it_was_asked_for(service: Served) -> None:
    with coming(service) as client:
        back = client.get("/sign-in/issuer").history[2].url
        assert back.path == "/sign-in/issuer/return"
        client.get("/me").raise_for_status()
        again = client.get(str(back))
        assert (again.status_code, "too long" in again.text) == (400, True)
    with coming(service) as other:
        assert other.get(str(back)).status_code == 400


def test_the_secret_of_a_client_goes_as_a_user_and_a_password(
    sqlite_stores: SQLiteStores, clock: Hands, issuer: Issuing
) -> None:
    issuer.secret = "s%20e%2Fc%3Aret"
    settings = {"oidc": issuer.settings(client_secret=_SECRET)}
    with served(sqlite_stores.url(), clock=clock, settings=settings) as service, coming(service) as client:
        assert client.get("/sign-in/issuer?next=/me").url.path == "/me"


def test_an_account_has_the_roles_that_its_groups_are_mapped_to(
    sqlite_stores: SQLiteStores, clock: Hands, issuer: Issuing, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = issuer.settings(roles={"Payroll": "hr", "Everyone": "employee"}, role_claim="realm.groups")
    for name, value in told.items():
        text = json.dumps(value) if isinstance(value, dict) else str(value)
        monkeypatch.setenv(f"WORKLEDGER_OIDC__{name.upper()}", text)
    # What an ID token says of roles and numbers is for its client, and not for this service.
    issuer.identity = {"realm": "one", "employee": 7, "team": ["T1"]}
    with served(sqlite_stores.url(), clock=clock) as service:
        for groups, shown in (["Payroll", "Guests"], "Team HR "), (["Everyone"], "E1"), (["auditor"], "auditor"):
            issuer.claims = {"realm": {"groups": groups}, "employee": "E1"}
            with coming(service) as client:
                assert client.get("/sign-in/issuer?next=/me").url.path == "/me"
                page = re.sub(r"(<[^>]+>|\s)+", " ", client.get("/me").text)
                assert shown in page, page
        issuer.claims = {"realm": {"groups": ["Guests"]}}
        with coming(service) as client:
            assert "has no role here" in client.get("/sign-in/issuer?next=/me").text


def test_a_session_ends_with_its_token(service: Served, clock: Hands) -> None:
    with coming(service) as client:
        assert client.get("/sign-in/issuer?next=/me").url.path == "/me"
        clock.move(minutes=10)
        assert client.get("/me").url.path == "/sign-in"


def test_an_issuer_that_is_not_there_is_told_and_without_a_client_there_is_no_such_door(
    sqlite_stores: SQLiteStores, clock: Hands, issuer: Issuing, tmp_path: Path
) -> None:
    gone = issuer.settings(issuer="http://127.0.0.1:9")
    with served(sqlite_stores.url(), clock=clock, settings={"oidc": gone}) as service, coming(service) as client:
        answer = client.get("/sign-in/issuer")
        assert (answer.status_code, "cannot be reached" in answer.text) == (503, True)
        assert "Sign in with the centre" in client.get("/sign-in").text
    alone = issuer.settings(client_id=None)
    with served(sqlite_stores.url(), clock=clock, settings={"oidc": alone}) as service, coming(service) as client:
        assert client.get("/sign-in/issuer").status_code == 404
        assert "Sign in with the centre" not in client.get("/sign-in").text


def test_no_more_parts_are_read_than_are_written(service: Served) -> None:
    with coming(service) as client:
        for place in range(2, MOST_PARTS + 3):
            client.cookies.set(f"{COOKIE}_{place}", "x" * 3_900)
        assert client.get("/me").url.path == "/sign-in"
