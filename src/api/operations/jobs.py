"""Jobs: what takes longer than an answer may."""

from typing import Any, Literal

from api.operations.answer import Answer, ShownInstant


class Job(Answer):
    """A job: how far it has come (`done` of `whole`), and its answer once it has ended."""

    id: str
    what: str
    state: Literal["running", "finished", "failed", "interrupted", "cancelled"]
    created_at: ShownInstant
    done: int
    whole: int
    answer: Any
