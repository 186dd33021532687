"""Erasing a person: names and texts gone for good, by destroying the key that they are sealed under."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import ConfigDict, Field

from api.auth.authorship import acting, sent_by
from api.operations.answer import Answer, Asked, Done
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import Problem
from ledger.appends.append import Append
from ledger.decisions.erasure import EraseCommand
from ledger.erasure.erasure_list import ListedErasure
from ledger.erasure.person_erasure import Erased
from ledger.facts import governance
from ledger.refusal import Refusal

_UNKNOWN = "unknown_employee"
_Words = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]


class NewErasure(Asked):
    """Who erases, and why; the caller where nobody is named."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "asked for on 2027-03-01"}]})

    by: _Words | None = None
    reason: _Words


class Erasability(Answer):
    """Whether somebody is erased, and why that cannot be done now."""

    employee: str
    erased_at: int | None
    refused: str | None
    code: str | None


class Erasure(Answer):
    """An erasure; `left` says why something may be left of what was erased."""

    employee: str
    position: int
    again: bool
    left: str | None


@dataclass(frozen=True, slots=True)
class ListedErasures:
    """The erasures on the ledger, those on a list alone, and what became of the latter where they were made again."""

    done: Sequence[ListedErasure]
    missing: Sequence[ListedErasure]
    again: Sequence[Erased | Refusal]


@operation("erase")
def erasability(context: Context, employee: str) -> Erasability:
    """Whether somebody is erased, or may be. Raises Problem where there is nobody of that number."""
    erased_at, refusal = context.ledger.erasures.refusal(employee)
    if refusal is not None and refusal.code == _UNKNOWN:
        raise Problem.of("not-found", refusal)
    stands = None if erased_at is not None else refusal
    return Erasability(
        employee=employee,
        erased_at=erased_at,
        refused=None if stands is None else stands.message,
        code=None if stands is None else stands.code,
    )


@operation("erase")
def erasure_list(context: Context) -> Path:
    """The list of erasures that is kept beside the master key."""
    return context.ledger.erasures.file


@operation("erase")
def listed_erasures(context: Context, file: Path | None = None, *, apply: bool = False) -> ListedErasures:
    """The erasures on the ledger beside a list of them: that beside the master key by default.

    With `apply`, whoever is on the list alone is erased again. Raises LedgerError where a list or the store cannot be
    used.
    """
    kept = context.ledger.erasures
    missing = kept.missing(file)
    return ListedErasures(kept.all(), missing, kept.erase_again(missing) if apply else ())


@operation("erase")
def erase(context: Context, employee: str, new: NewErasure) -> Done[Erasure]:
    """Erase a person; once more, it only cleans the store's files again. Raises Problem where it is refused."""
    ledger, principal = context.ledger, context.principal
    by = acting(principal, governance.Erasure.kind, new.by)

    def work(append: Append) -> Done[Erasure]:
        done = ledger.erasures.erase_within(append, EraseCommand(employee, by, new.reason, **sent_by(principal)))
        if isinstance(done, Refusal):
            raise Problem.of("not-found" if done.code == _UNKNOWN else "refused", done)
        erased = Erasure(employee=done.employee, position=done.position, again=done.again, left=None)
        return Done(erased, 200 if done.again else 201)

    done = context.once(Erasure, work)
    # Also where the answer was kept: whoever asks again means that nothing shall be left.
    left = ledger.erasures.clean_after(employee)
    return Done(done.answer.model_copy(update={"left": left}), done.status)
