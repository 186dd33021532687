"""The key set: where it may be, what of it is taken, and when it is had again."""

import gzip
import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Barrier, Event, Lock, Thread
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, OctKey, OKPKey, RSAKey

from api.auth import jwks
from api.auth.jwks import Fetch, KeySet, checked_location, fetch_document, read_keys
from api.auth.tokens import KeysUnavailableError, TokenError, TokenSettings, TokenVerifier
from tests.api.auth.issuer import (
    ADDRESS,
    AUDIENCE,
    EC,
    ED,
    ISSUER,
    KNOWN,
    OTHER_RSA,
    RSA,
    Clock,
    Published,
    key_set,
    nameless,
    token,
    verifier,
)


@dataclass
class Site:
    """What the server answers: a body and a status a path; and the headers of what it was asked."""

    address: str = ""
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def site() -> Iterator[Site]:
    """A server of this machine."""
    told = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append(self.path)
            told.headers.update({name.lower(): value for name, value in self.headers.items()})
            status, body = told.answers.get(self.path, (404, b""))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/jwks")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        told.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield told
        server.shutdown()
        thread.join()


def at(location: str, clock: Clock | None = None, fetch: Fetch = fetch_document) -> TokenVerifier:
    """A verifier with a fetch of its own, the real one unless told otherwise."""
    told = TokenSettings(issuer=ISSUER, audience=AUDIENCE, jwks=location)
    return TokenVerifier(told, KNOWN, fetch, clock=clock or Clock())


def taken(*entries: Any) -> list[str | None]:
    return [key.kid for key in read_keys(key_set(*entries))]


def test_the_key_set_is_fetched_from_a_real_server(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.answers["/jwks"] = (200, key_set(RSA, EC))
    ours = at(f"{site.address}/jwks")
    assert ours.verify(token()).subject == "u-1"
    assert ours.verify(token(key=EC, algorithm="ES256")).subject == "u-1"
    assert site.asked == ["/jwks"]
    assert site.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (302, b""),
        (302, key_set(RSA)),
        (404, key_set(RSA)),
        (500, b""),
        (204, b""),
        (200, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"[" * 100_000),
        (200, key_set(RSA).ljust(jwks.LARGEST_DOCUMENT + 1)),
        (200, gzip.compress(key_set(RSA))),
    ],
)
def test_an_answer_that_is_no_key_set_is_none(site: Site, status: int, body: bytes) -> None:
    site.answers = {"/": (status, body), "/jwks": (200, key_set(RSA))}
    with pytest.raises(KeysUnavailableError):
        at(f"{site.address}/").verify(token())
    assert site.asked == ["/"]


def test_a_document_of_just_1_mib_is_taken(site: Site) -> None:
    site.answers["/jwks"] = (200, key_set(RSA).ljust(jwks.LARGEST_DOCUMENT))
    assert at(f"{site.address}/jwks").verify(token()).subject == "u-1"


def test_an_answer_over_1_mib_is_not_read_to_its_end(site: Site) -> None:
    site.answers["/jwks"] = (200, b" " * (jwks.LARGEST_DOCUMENT + 1))
    with pytest.raises(ValueError, match="over 1 MiB"):
        fetch_document(f"{site.address}/jwks")


def test_an_answer_that_trickles_is_given_up(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.answers["/jwks"] = (200, key_set(RSA))
    times = iter((100, 106))
    monkeypatch.setattr(jwks, "monotonic", lambda: next(times))
    with pytest.raises(ValueError, match="takes over 5 seconds"):
        fetch_document(f"{site.address}/jwks")


def test_a_server_that_is_not_there_is_an_error_in_a_sentence(site: Site) -> None:
    with pytest.raises(httpx.HTTPError):
        fetch_document("http://127.0.0.1:1/jwks")
    with pytest.raises(TokenError, match="cannot be fetched"):
        at("http://127.0.0.1:1/jwks").verify(token())


def test_the_key_set_is_read_from_a_file_and_again_for_a_new_key(tmp_path: Path) -> None:
    clock, path = Clock(), tmp_path / "jwks.json"
    ours = at(str(path), clock)
    with pytest.raises(KeysUnavailableError):
        ours.verify(token())
    path.write_bytes(key_set(RSA))
    clock.go(60)
    assert ours.verify(token()).subject == "u-1"
    path.write_bytes(key_set(OTHER_RSA))
    assert ours.verify(token()).subject == "u-1"
    with pytest.raises(TokenError, match="does not publish"):
        ours.verify(token(key=OTHER_RSA))
    clock.go(60)
    assert ours.verify(token(key=OTHER_RSA)).subject == "u-1"
    with pytest.raises(TokenError, match="does not publish"):
        ours.verify(token())


def test_a_file_that_is_too_large_is_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "jwks.json"
    path.write_bytes(key_set(RSA).ljust(jwks.LARGEST_DOCUMENT + 1))
    with pytest.raises(KeysUnavailableError):
        at(str(path)).verify(token())


def test_nothing_is_fetched_before_a_token_needs_it() -> None:
    place = Published()
    ours = verifier(place)
    assert place.asked == 0
    for _ in range(3):
        ours.verify(token())
    assert place.asked == 1


def test_a_key_that_is_new_is_fetched_and_the_one_it_replaces_is_forgotten() -> None:
    clock, place = Clock(), Published([RSA])
    ours = verifier(place, clock)
    ours.verify(token())
    place.keys = [OTHER_RSA]
    clock.go(60)
    assert ours.verify(token(key=OTHER_RSA)).subject == "u-1"
    with pytest.raises(TokenError, match="does not publish"):
        ours.verify(token())
    assert place.asked == 2


def test_keys_without_a_name_are_replaced_too() -> None:
    clock, place = Clock(), Published([nameless(RSA)])
    ours = verifier(place, clock)
    ours.verify(token(header={"kid": ...}))
    place.keys = [nameless(OTHER_RSA)]
    clock.go(60)
    assert ours.verify(token(key=OTHER_RSA, header={"kid": ...})).subject == "u-1"


@pytest.mark.slow
def test_unknown_keys_make_it_ask_at_most_once_a_minute() -> None:
    clock, place = Clock(), Published()
    ours = verifier(place, clock)
    for second in range(180):
        for kid in (f"made-up-{second}", ...):
            with pytest.raises(TokenError):
                ours.verify(token(key=OTHER_RSA, header={"kid": kid}))
        clock.go(1)
    assert place.asked == 3


def test_a_wrong_signature_of_a_known_key_asks_for_nothing() -> None:
    clock, place = Clock(), Published()
    ours = verifier(place, clock)
    ours.verify(token())
    clock.go(3_600)
    with pytest.raises(TokenError, match="signature"):
        ours.verify(token(key=OTHER_RSA, header={"kid": "rsa"}))
    with pytest.raises(TokenError, match="does not publish"):
        ours.verify(token(key=EC, algorithm="ES256", header={"kid": "rsa"}))
    assert place.asked == 1


def test_the_kept_keys_serve_on_when_fetching_again_fails(caplog: pytest.LogCaptureFixture) -> None:
    clock, place = Clock(), Published()
    ours = verifier(place, clock, leeway_seconds=300)
    ours.verify(token())
    place.fails = True
    clock.go(60)
    with caplog.at_level(logging.WARNING), pytest.raises(TokenError, match="does not publish"):
        ours.verify(token(key=OTHER_RSA))
    assert place.asked == 2
    assert caplog.messages == [f"the key set cannot be fetched from {ADDRESS} (RuntimeError)"]
    assert ours.verify(token()).subject == "u-1"


def test_a_set_that_never_could_be_had_is_asked_for_once_a_minute_too() -> None:
    clock, place = Clock(), Published(fails=True)
    ours = verifier(place, clock)
    for _ in range(5):
        with pytest.raises(KeysUnavailableError):
            ours.verify(token())
    assert place.asked == 1
    place.fails = False
    clock.go(59)
    with pytest.raises(KeysUnavailableError):
        ours.verify(token())
    clock.go(1)
    assert ours.verify(token()).subject == "u-1"


def test_a_set_without_any_key_takes_all_keys_back() -> None:
    clock, place = Clock(), Published()
    ours = verifier(place, clock)
    ours.verify(token())
    place.keys = []
    clock.go(60)
    for key in (OTHER_RSA, RSA):
        with pytest.raises(TokenError, match="does not publish"):
            ours.verify(token(key=key))


def test_a_clock_that_was_put_back_does_not_stop_the_fetching() -> None:
    clock, place = Clock(), Published([RSA])
    ours = verifier(place, clock)
    ours.verify(token())
    place.keys = [OTHER_RSA]
    clock.go(-1)
    assert ours.verify(token(key=OTHER_RSA)).subject == "u-1"


def test_many_threads_that_need_the_keys_at_once_fetch_them_once(monkeypatch: pytest.MonkeyPatch) -> None:
    together, came = Barrier(8), Event()

    class Watched:
        """A lock that tells when a second thread has come to it."""

        def __init__(self) -> None:
            self.lock, self.count = Lock(), 0

        def __enter__(self) -> None:
            self.count += 1
            if self.count > 1:
                came.set()
            self.lock.acquire()

        def __exit__(self, *_: object) -> None:
            self.lock.release()

    monkeypatch.setattr(jwks, "Lock", Watched)
    fetched: list[str] = []

    def fetch(url: str) -> bytes:
        fetched.append(url)
        assert came.wait(timeout=10)
        return key_set(RSA)

    ours = at(ADDRESS, fetch=fetch)

    def work(_: int) -> str:
        together.wait(timeout=10)
        return ours.verify(token()).subject

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(8))) == {"u-1"}
    assert fetched == [ADDRESS]


def test_a_fetch_that_hangs_holds_up_nobody_whose_key_is_known() -> None:
    clock, hanging, going_on = Clock(), Event(), Event()
    documents = [key_set(RSA), key_set(RSA, OTHER_RSA)]

    def fetch(_: str) -> bytes:
        if len(documents) == 1:
            hanging.set()
            assert going_on.wait(timeout=10)
        return documents.pop(0)

    ours = at(ADDRESS, clock, fetch)
    ours.verify(token())
    clock.go(60)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(ours.verify, token(key=OTHER_RSA))
        assert hanging.wait(timeout=10)
        assert ours.verify(token()).subject == "u-1"
        assert not waiting.done()
        going_on.set()
        assert waiting.result(timeout=10).subject == "u-1"


def test_private_and_symmetric_keys_are_left_out() -> None:
    secret = OctKey.generate_key(256, {"kid": "shared"})
    entries = [key.as_dict(private=True) for key in (OTHER_RSA, ECKey.generate_key(), OKPKey.generate_key(), secret)]
    assert taken(*entries, RSA, EC, ED) == ["rsa", "ec", "ed"]


@pytest.mark.parametrize(
    "entry",
    [
        *(None, 5, "RSA", [], {}),
        *({"kty": kind} for kind in ("RSA", "EC", "OKP", "oct", "AKP", 5, None, ["RSA"], {})),
        *({**RSA.as_dict(), name: value} for name, value in (("use", "enc"), ("use", ["sig"]), ("use", 5), ("kid", 5))),
        *({**RSA.as_dict(), "key_ops": value} for value in (["encrypt"], ["sign"], [], 5, ["verify", 5])),
        *({**RSA.as_dict(), "n": value} for value in ("", "!", 5, None, "AQ", "\ud800")),
        *({**RSA.as_dict(), "e": value} for value in ("", "AA", "AQ", "Ag")),
        *({**EC.as_dict(), "crv": value} for value in ("P-257", "Ed25519", 5, None)),
        *({**EC.as_dict(), name: value} for name, value in (("x", "AQ"), ("y", ""), ("x", EC.as_dict()["y"]))),
        *({**ED.as_dict(), name: value} for name, value in (("x", "AQ"), ("crv", "P-256"), ("crv", []))),
        OKPKey.generate_key("X25519", {"kid": "x"}),
        {**RSA.as_dict(), "d": ""},
        {**RSA.as_dict(), "key_ops": ["verify"], "use": ["sig"]},
        {"kty": "RSA", "e": "AQAB", "n": "_" * 4_000},
    ],
)
def test_a_key_that_cannot_be_used_is_left_out_and_the_others_are_taken(entry: Any) -> None:
    assert taken(entry, ED) == ["ed"]


def test_a_key_that_is_too_weak_is_left_out_whether_the_warning_is_an_error_or_not() -> None:
    with pytest.warns(SecurityWarning):
        weak = RSAKey.generate_key(1024, {"kid": "weak"})
    assert taken(weak, RSA) == ["rsa"]
    with pytest.warns(SecurityWarning):
        assert taken(weak, RSA) == ["rsa"]


def test_a_key_that_says_it_is_for_verifying_is_taken() -> None:
    assert taken({**RSA.as_dict(), "use": "sig", "key_ops": ["verify"], "x5t": "abc", "made-up": 1}) == ["rsa"]


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200) | st.text().map(lambda text: json.dumps({"keys": text}).encode()))
def test_what_is_no_key_set_is_a_value_error(document: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_keys(document)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["kty", "crv", "n", "e", "x", "y", "kid", "use", "alg", "key_ops", "x5c", "x5u"]),
        st.sampled_from(["RSA", "EC", "OKP", "P-256", "Ed25519", "sig", "AQAB", 5, None, ["verify"], {}]) | st.text(),
    )
)
def test_no_entry_makes_another_error(entry: dict[str, Any]) -> None:
    assert "ec" in taken(entry, EC)


@pytest.mark.parametrize(
    "location",
    [
        *("https://issuer.example/jwks", "HTTPS://issuer.example:8443/a?b=c", "http://localhost:8080/jwks"),
        *("http://127.0.0.1/jwks", "http://127.9.9.9/jwks", "http://[::1]:80/jwks", "/etc/jwks.json", "jwks.json"),
    ],
)
def test_a_key_set_may_be_at(location: str) -> None:
    assert checked_location(location) == location


@pytest.mark.parametrize(
    ("location", "sentence"),
    [
        *((location, "neither https://") for location in ("http://issuer.example/jwks", "https://", "https:///jwks")),
        *((location, "neither https://") for location in ("ftp://127.0.0.1/jwks", "file:///jwks.json", "://x")),
        *(
            (location, "neither https://")
            for location in ("http://localhost.example/", "http://10.0.0.1/", "http://0/")
        ),
        *(
            (location, "holds a user")
            for location in ("https://u:p@issuer.example/", "http://127.0.0.1\\@evil.example/")
        ),
        *(
            (location, "is not a URL")
            for location in ("https://issuer.example:port/", "https://[::1/", "https://a\x00b/")
        ),
    ],
)
def test_a_key_set_may_not_be_at(location: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        checked_location(location)


def test_a_key_set_that_is_asked_for_twice_in_a_minute_stays_the_same() -> None:
    place = Published()
    keys = KeySet(ADDRESS, place, Clock())
    assert keys.kept() is keys.renewed() is keys.kept()
    assert place.asked == 1
