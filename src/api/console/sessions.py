"""Sessions: the key or token of who signed in, sealed in a cookie, so that a session ends wherever the key does.

The server keeps no session: any worker reads the cookie, and a key that was revoked is refused with the next page. What
it keeps is which sessions were signed out (`api.console.ended_sessions`).
"""

import base64
import hmac
import json
import os
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from starlette.requests import Request
from starlette.responses import Response

from api.console.kept_forms import Owner

COOKIE = "workledger_session"
NOTICE = "workledger_notice"
MOST_PARTS = 3
"""A browser keeps a cookie of up to 4,096 bytes, name and all, so what is longer goes into several."""
_PART = 3_800
_SEALED = re.compile(r"[A-Za-z0-9_-]+={0,2}")
_CSRF_BYTES = 18
_NOTICE_SECONDS = 60
_MICROSECONDS = 1_000_000
_FORM = "form"
_LATE_SECONDS = 86_400
"""How long after its session a form is still known as one of the console's."""


class TooLargeError(ValueError):
    """What is to be kept is more than browsers keep."""


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in, by the token; `csrf` is in every form of the session. It ends `until`, microseconds since 1970."""

    token: str
    csrf: str
    until: int

    @property
    def digest(self) -> str:
        """What a session is known by without its token: random, and the same in every copy of its cookie."""
        return sha256(self.csrf.encode()).hexdigest()

    def is_asked_by(self, csrf: str) -> bool:
        """Whether a form is one of the session's own."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


class Sessions:
    """Seals and opens the cookies of a ledger's console."""

    def __init__(self, secret: bytes, seconds: int, now: Callable[[], int]) -> None:
        """Under a secret of 32 bytes; a session lasts that long. `now` is in microseconds since 1970."""
        self._seal = Fernet(base64.urlsafe_b64encode(secret))
        self._seconds = seconds
        self._now = now

    def of(self, request: Request) -> Session | None:
        """The session of a request; None where there is none, or not any more."""
        opened = self.kept(request, COOKIE, self._seconds)
        if opened is None:
            return None
        told = json.loads(opened)
        # A cookie of 0.1.0 does not say when it ends; it does within the time of a session from now.
        until = told.get("until", self._end())
        return Session(told["token"], told["csrf"], until) if self._now() < until else None

    def begin(self, request: Request, response: Response, token: str, owner: Owner) -> None:
        """Begin a session of somebody with a response. Raises TooLargeError where the token is too large for browsers.

        What is in every form of the session is random, and says, sealed, to whom the form was shown.
        """
        chance = base64.urlsafe_b64encode(os.urandom(_CSRF_BYTES)).decode()
        shown = f"{_FORM}:{chance}:{json.dumps([owner.id, owner.employee])}"
        csrf = self._seal.encrypt_at_time(shown.encode(), self._seconds_now()).decode()
        told = json.dumps({"token": token, "csrf": csrf, "until": self._end()})
        self.keep(request, response, COOKIE, told, self._seconds)

    def shown_to(self, csrf: str) -> Owner | None:
        """To whom a form was shown, by what is in it; None where the console did not show it, or too long ago."""
        if not _SEALED.fullmatch(csrf):
            return None
        try:
            opened = self._seal.decrypt_at_time(csrf.encode(), self._seconds + _LATE_SECONDS, self._seconds_now())
        except (InvalidToken, UnicodeEncodeError):
            return None
        called, _, rest = opened.decode(errors="replace").partition(":")
        return Owner(*json.loads(rest.partition(":")[2])) if called == _FORM else None

    @staticmethod
    def end(request: Request, response: Response, name: str = COOKIE) -> None:
        """Have the browser forget the session, or what else it was given to keep."""
        for part in _parts_of(name):
            if part in request.cookies:
                response.delete_cookie(part)

    def leave_notice(self, request: Request, response: Response, kind: str, message: str) -> None:
        """Have the next page begin with a message: `done` or `wrong`."""
        self.keep(request, response, NOTICE, json.dumps([kind, message]), _NOTICE_SECONDS)

    def notice(self, request: Request) -> tuple[str, str] | None:
        """The message that was left for this page."""
        opened = self.kept(request, NOTICE, _NOTICE_SECONDS)
        if opened is None:
            return None
        kind, message = json.loads(opened)
        return kind, message

    def keep(self, request: Request, response: Response, name: str, text: str, seconds: int) -> None:
        """Have the browser keep a text, sealed, that it cannot read and can only give back under the same name.

        Raises TooLargeError where it is more than browsers keep.
        """
        # The name is sealed in, so that what was kept as one thing is never taken for another.
        packed = zlib.compress(f"{name}:{text}".encode())
        sealed = self._seal.encrypt_at_time(packed, self._seconds_now()).decode()
        parts = [sealed[start : start + _PART] for start in range(0, len(sealed), _PART)]
        if len(parts) > MOST_PARTS:
            raise TooLargeError(f"{len(sealed)} bytes are to be kept by the browser; {_PART * MOST_PARTS} are the most")
        secure = request.url.scheme == "https"
        for place, called in enumerate(_parts_of(name)):
            if place < len(parts):
                response.set_cookie(
                    called, parts[place], max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/"
                )
            elif called in request.cookies:
                response.delete_cookie(called)

    def kept(self, request: Request, name: str, seconds: int) -> str | None:
        """A text that the browser was given to keep no longer ago; None where it gives back none that holds."""
        sealed = "".join(request.cookies.get(part, "") for part in _parts_of(name))
        # What stands after the end of a seal is overlooked where it is opened.
        if len(sealed) > _PART * MOST_PARTS or not _SEALED.fullmatch(sealed):
            return None
        try:
            packed = self._seal.decrypt_at_time(sealed.encode(), seconds, self._seconds_now())
        except (InvalidToken, UnicodeEncodeError):
            return None
        called, _, text = zlib.decompress(packed).decode().partition(":")
        return text if called == name else None

    def _end(self) -> int:
        """When a session ends that begins now."""
        return self._now() + self._seconds * _MICROSECONDS

    def _seconds_now(self) -> int:
        return self._now() // _MICROSECONDS


def _parts_of(name: str) -> tuple[str, ...]:
    """The cookies that something is kept in, the first of which bears its name."""
    return (name, *(f"{name}_{place}" for place in range(2, MOST_PARTS + 1)))
