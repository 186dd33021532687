"""A problem as it is raised, and the members of its answer."""

from collections.abc import Mapping
from typing import Any

from api.problems.kinds import PROBLEMS, ProblemKind
from ledger.labels import ENGLISH
from ledger.refusal import Refusal

MEDIA_TYPE = "application/problem+json"


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """An answer that is a problem: its kind, one sentence, and for programs a code."""

    def __init__(
        self, kind: str, detail: str, *, code: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        """A problem of a kind; `detail` says what is wrong and what to do."""
        super().__init__(detail)
        self.kind = PROBLEMS[kind]
        self.detail = detail
        self.code = code
        self.headers = dict(headers or {})

    @classmethod
    def of(cls, kind: str, refusal: Refusal) -> "Problem":
        """The problem of a refusal."""
        return cls(kind, refusal.message, code=refusal.code)


def problem_content(
    kind: ProblemKind, detail: str, code: str | None, request: str, language: str = ENGLISH
) -> dict[str, Any]:
    """The members of a problem (RFC 9457), and with them `code` and `request`; its title in a language."""
    told = {"type": kind.type, "title": kind.title_in(language), "status": kind.status, "detail": detail}
    return told | ({} if code is None else {"code": code}) | {"request": request}
