"""The authorization code flow: what the issuer answers to a code is believed only where it is of this signing in."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest

from api.auth.authorization_code import Flow, Issuer, IssuerError
from api.auth.jwks import LARGEST_DOCUMENT
from api.auth.tokens import TokenSettings
from tests.api.auth.issuer import NOW, SECOND
from tests.api.auth.issuing import CLIENT, Issuing, issuing

BACK = "http://127.0.0.1:1/sign-in/issuer/return"


@pytest.fixture
def site() -> Iterator[Issuing]:
    """An issuer at an address of this machine."""
    with issuing(lambda: SECOND) as found:
        yield found


def signed_in(site: Issuing) -> str:
    """The access token that somebody comes back with."""
    issuer, flow = Issuer(TokenSettings(**site.settings()), lambda: NOW), Flow.begun("/me")
    site.authorized(dict(parse_qsl(urlsplit(issuer.address(flow, BACK)).query)))
    return issuer.access_token(flow, "a-code", BACK)


@pytest.mark.slow
@pytest.mark.parametrize(
    "identity", [{}, {"azp": CLIENT}, {"aud": [CLIENT]}, {"aud": [CLIENT, "others"], "azp": CLIENT}]
)
def test_an_identity_of_this_client_is_taken(site: Issuing, identity: dict[str, object]) -> None:
    site.identity = identity
    assert signed_in(site).count(".") == 2


@pytest.mark.slow
@pytest.mark.parametrize("identity", [{"azp": "others"}, {"azp": ""}, {"azp": [CLIENT]}, {"aud": [CLIENT, "others"]}])
def test_an_identity_that_was_issued_to_another_client_is_refused(site: Issuing, identity: dict[str, object]) -> None:
    site.identity = identity
    with pytest.raises(IssuerError, match="belongs to another client"):
        signed_in(site)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("identity", "told"),
    [
        ({"iss": "https://elsewhere.example"}, "another issuer"),
        ({"aud": "others"}, "another audience"),
        ({"exp": SECOND - 60}, "has expired"),
        ({"nonce": "of another"}, "belongs to another sign-in"),
    ],
)
def test_an_identity_of_another_issuer_audience_time_or_flow_is_refused(
    site: Issuing, identity: dict[str, object], told: str
) -> None:
    site.identity = identity
    with pytest.raises(IssuerError, match=told):
        signed_in(site)


def test_an_answer_to_a_code_that_is_too_large_is_not_read_to_its_end(site: Issuing) -> None:
    site.padding = LARGEST_DOCUMENT
    with pytest.raises(IssuerError, match="cannot be reached"):
        signed_in(site)


def test_the_place_of_tokens_sends_nobody_elsewhere(site: Issuing) -> None:
    site.status = 302
    with pytest.raises(IssuerError, match=r"refused its own code \(302\)"):
        signed_in(site)
