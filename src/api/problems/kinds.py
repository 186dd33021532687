"""The kinds of problems: their names, which never change, and their status; the catalogues say what to do about them."""

from dataclasses import dataclass

from ledger.labels import ENGLISH, label


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem, for programs (`name`, `status`) and for people."""

    name: str
    status: int

    @property
    def type(self) -> str:
        """The type URI: where the server shows the page of the kind."""
        return f"/problems/{self.name}"

    @property
    def title(self) -> str:
        """What it is called in English, as the API answers."""
        return self.title_in(ENGLISH)

    def title_in(self, language: str) -> str:
        """What it is called."""
        return label("problem", self.name, language)

    def advice_in(self, language: str) -> str:
        """What it means, and what to do."""
        return label("problem advice", self.name, language)


_KINDS = (
    ProblemKind("malformed", 400),
    ProblemKind("not-authenticated", 401),
    ProblemKind("not-permitted", 403),
    ProblemKind("not-found", 404),
    ProblemKind("method-not-allowed", 405),
    ProblemKind("not-acceptable", 406),
    ProblemKind("too-slow", 408),
    ProblemKind("conflict", 409),
    ProblemKind("refused", 409),
    ProblemKind("doubtful", 409),
    ProblemKind("moved-on", 412),
    ProblemKind("too-large", 413),
    ProblemKind("unsupported-media-type", 415),
    ProblemKind("invalid", 422),
    ProblemKind("key-reused", 422),
    ProblemKind("too-many-requests", 429),
    ProblemKind("head-too-large", 431),
    ProblemKind("internal", 500),
    ProblemKind("damaged", 500),
    ProblemKind("unavailable", 503),
)

PROBLEMS = {kind.name: kind for kind in _KINDS}
"""Every kind of problem by its name."""
