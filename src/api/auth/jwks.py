"""The public keys of an issuer (RFC 7517): had when first needed, kept, and had again at most once a minute."""

import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from time import monotonic

import httpx
from cryptography.exceptions import UnsupportedAlgorithm
from joserfc.errors import JoseError, SecurityWarning
from joserfc.jwk import ECKey, OKPKey, RSAKey, import_key

from ledger.appends.append import Clock

Fetch = Callable[[str], bytes]
"""Gets the document at a URL; may raise whatever it likes."""
PublicKey = RSAKey | ECKey | OKPKey

TIMEOUT_SECONDS = 5
LARGEST_DOCUMENT = 1024 * 1024
PAUSE = timedelta(minutes=1)
_FEWEST_BITS, _MOST_BITS = 2_048, 16_384
_PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
"""What only a private or a symmetric key has (RFC 7518 6.2.2, 6.3.2, 6.4)."""
_SIGNING_CURVES = {"Ed25519", "Ed448"}
_logger = logging.getLogger(__name__)


class KeySet:
    """The keys at a URL or in a file. Safe to use by many threads at once."""

    def __init__(self, location: str, fetch: Fetch, clock: Clock) -> None:
        """Nothing is had yet."""
        self._location = location
        self._fetch = fetch
        self._clock = clock
        self._lock = Lock()
        self._tried: datetime | None = None
        self._keys: tuple[PublicKey, ...] | None = None

    def kept(self) -> tuple[PublicKey, ...] | None:
        """The keys, had now if they never were; None when they cannot be had."""
        keys = self._keys
        return self.renewed() if keys is None else keys

    def renewed(self) -> tuple[PublicKey, ...] | None:
        """The keys, had again unless that was tried within the last minute; those kept when they cannot be."""
        with self._lock:
            if self._is_due():
                try:
                    self._keys = read_keys(self._document())
                except Exception as error:  # a fetch may raise anything, and the kept keys have to serve on
                    _logger.warning("the key set cannot be fetched from %s (%s)", self._location, type(error).__name__)
            return self._keys

    def _is_due(self) -> bool:
        now, tried = self._clock(), self._tried
        # A clock that was put back must not stop the fetching for as long as it was put back.
        if tried is not None and timedelta(0) <= now - tried < PAUSE:
            return False
        self._tried = now
        return True

    def _document(self) -> bytes:
        if is_url(self._location):
            return self._fetch(self._location)
        with Path(self._location).open("rb") as file:
            return file.read(LARGEST_DOCUMENT + 1)


def is_url(location: str) -> bool:
    """Whether it is a URL and no path."""
    return "://" in location


def checked_location(location: str) -> str:
    """The location itself; ValueError for a URL over which a key set could be forged, or that holds a password."""
    if not is_url(location):
        return location
    try:
        # Read by the library that fetches, so that both see the same host.
        url = httpx.URL(location)
    except httpx.InvalidURL:
        raise ValueError("the address of the key set is not a URL; give one that begins with https://") from None
    if url.userinfo:
        raise ValueError("the address of the key set holds a user or a password; give it without")
    if not url.host or not (url.scheme == "https" or (url.scheme == "http" and _is_loopback(url.host))):
        raise ValueError(
            "the address of the key set is neither https:// with a host, nor http:// of this machine, nor the path of"
            " a file; give one of these"
        )
    return location


def fetch_document(url: str) -> bytes:
    """The document at a URL, of at most 1 MiB. Raises httpx.HTTPError, or ValueError for any other answer than that."""
    status, document = bounded_answer("GET", url)
    if status != httpx.codes.OK:
        raise ValueError(f"the issuer answered {status} to the request for its key set; it must answer 200")
    return document


def bounded_answer(
    method: str, url: str, *, data: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
) -> tuple[int, bytes]:
    """The status and the body of an answer of at most 1 MiB that comes within 5 seconds; redirects are not followed.

    Raises httpx.HTTPError where there is none, ValueError where it is larger or slower.
    """
    ends = monotonic() + TIMEOUT_SECONDS
    received = bytearray()
    with httpx.stream(
        method,
        url,
        data=data,
        # As sent, so that the limit holds: a few packed bytes could unpack to any number.
        headers={**(headers or {}), "Accept-Encoding": "identity"},
        timeout=TIMEOUT_SECONDS,
        follow_redirects=False,
        trust_env=False,
    ) as response:
        for piece in response.iter_raw():
            received += piece
            # The library's time limit is one a piece: an answer that trickles would never end.
            if len(received) > LARGEST_DOCUMENT or monotonic() > ends:
                raise ValueError("the answer is over 1 MiB, or takes over 5 seconds; keep within both limits")
        return response.status_code, bytes(received)


def read_keys(document: bytes) -> tuple[PublicKey, ...]:
    """The public keys of a JWK set that verify signatures; others are left out (RFC 7517 section 5).

    Raises ValueError or RecursionError for what is not a JWK set.
    """
    content = json.loads(document) if len(document) <= LARGEST_DOCUMENT else None
    entries = content.get("keys") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise ValueError("the key set is not a JWK set of at most 1 MiB; use an object with a list of keys")
    return tuple(key for entry in entries if (key := _public_key(entry)) is not None)


def _public_key(entry: object) -> PublicKey | None:
    """The key, unless it is private, symmetric, too weak, for another use, or not understood."""
    if not isinstance(entry, dict) or not entry.keys().isdisjoint(_PRIVATE):
        return None
    try:
        key = import_key(entry)
        key.check_use("sig")
        key.check_key_op("verify")
    except (JoseError, SecurityWarning, UnsupportedAlgorithm, ValueError, TypeError, LookupError):
        return None
    if isinstance(key, RSAKey):
        return key if _FEWEST_BITS <= key.raw_value.key_size <= _MOST_BITS else None
    if isinstance(key, OKPKey):
        return key if key.curve_name in _SIGNING_CURVES else None
    return key if isinstance(key, ECKey) else None


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
