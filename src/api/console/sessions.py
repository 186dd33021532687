"""Sessions: the key or token of who signed in, sealed in a cookie, so that a session ends wherever the key does.

The server keeps nothing: any worker reads the cookie, and a key that was revoked is refused with the next page.
"""

import base64
import hmac
import json
import os
from dataclasses import dataclass

from cryptography.fernet import Fernet, InvalidToken
from starlette.requests import Request
from starlette.responses import Response

COOKIE = "workledger_session"
NOTICE = "workledger_notice"
_CSRF_BYTES = 18
_NOTICE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in, by the token; `csrf` is in every form of the session."""

    token: str
    csrf: str

    @classmethod
    def begun(cls, token: str) -> "Session":
        """A new session."""
        return cls(token, base64.urlsafe_b64encode(os.urandom(_CSRF_BYTES)).decode())

    def is_asked_by(self, csrf: str) -> bool:
        """Whether a form is one of the session's own."""
        return hmac.compare_digest(self.csrf.encode(), csrf.encode())


class Sessions:
    """Seals and opens the cookies of a ledger's console."""

    def __init__(self, secret: bytes, seconds: int) -> None:
        """Under a secret of 32 bytes; a session lasts that long."""
        self._seal = Fernet(base64.urlsafe_b64encode(secret))
        self._seconds = seconds

    def of(self, request: Request) -> Session | None:
        """The session of a request; None where there is none, or not any more."""
        opened = self._opened(request.cookies.get(COOKIE, ""), self._seconds)
        if opened is None:
            return None
        told = json.loads(opened)
        return Session(told["token"], told["csrf"])

    def begin(self, request: Request, response: Response, session: Session) -> None:
        """Send a session along with a response."""
        sealed = self._sealed(json.dumps({"token": session.token, "csrf": session.csrf}))
        self._set(request, response, COOKIE, sealed, self._seconds)

    @staticmethod
    def end(response: Response) -> None:
        """Have the browser forget the session."""
        response.delete_cookie(COOKIE)

    def leave_notice(self, request: Request, response: Response, kind: str, message: str) -> None:
        """Have the next page begin with a message: `done` or `wrong`."""
        self._set(request, response, NOTICE, self._sealed(json.dumps([kind, message])), _NOTICE_SECONDS)

    def notice(self, request: Request) -> tuple[str, str] | None:
        """The message that was left for this page."""
        opened = self._opened(request.cookies.get(NOTICE, ""), _NOTICE_SECONDS)
        if opened is None:
            return None
        kind, message = json.loads(opened)
        return kind, message

    def _sealed(self, text: str) -> str:
        return self._seal.encrypt(text.encode()).decode()

    def _opened(self, sealed: str, seconds: int) -> bytes | None:
        if not sealed:
            return None
        try:
            return self._seal.decrypt(sealed.encode(), ttl=seconds)
        except (InvalidToken, UnicodeEncodeError):
            return None

    @staticmethod
    def _set(request: Request, response: Response, name: str, value: str, seconds: int) -> None:
        secure = request.url.scheme == "https"
        response.set_cookie(name, value, max_age=seconds, httponly=True, samesite="lax", secure=secure, path="/")
