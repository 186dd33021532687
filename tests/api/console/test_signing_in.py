"""Signing in and out, and who gets no further than the door."""

import pytest
from playwright.sync_api import expect

from tests.api.asking import asking
from tests.api.console.browsing import Console

pytestmark = pytest.mark.slow


def test_who_has_a_key_signs_in_sees_who_he_is_and_signs_out(console: Console) -> None:
    page = console.sign_in("auditor")
    page.click(".account a[href='/me']")
    expect(page.locator("h1")).to_have_text(console.said("Who is signed in"))
    assert console.hindrances(page) == []
    page.get_by_role("button", name=console.said("Sign out")).click()
    page.wait_for_url("**/sign-in")
    page.goto("/me")
    assert "/sign-in?next=" in page.url
    assert console.hindrances(page) == []


def test_a_form_without_the_session_s_own_word_is_refused(console: Console) -> None:
    with asking(console.served.url) as client:
        client.post("/sign-in", data={"key": console.served.key("hr")})
        assert client.get("/me").status_code == 200
        assert client.post("/sign-out", data={"csrf": "guessed"}).status_code == 303
        assert client.get("/me").status_code == 200
