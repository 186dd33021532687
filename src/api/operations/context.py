"""The context of an operation: what it works with, the caller, the caller's reach, and the key of the request."""

import json
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar, cast

from api.auth.principals import NOBODY, Extent, Principal, extent_of
from api.coordinates import position_of
from api.operations.answer import Answer, Done
from api.problems import Problem, ledger_problem, not_permitted
from api.service.requests.idempotency import KeptOutcome, RequestKey, kept_outcome
from ledger.refusal import LedgerError

if TYPE_CHECKING:
    from api.auth.visibility import Visibility
    from api.service.observability.access_log import Access
    from api.service.resources import Resources
    from api.service.service import Service
    from ledger.appends.append import Append
    from ledger.ledger import Ledger
    from ledger.store.dialect import StoreCursor
    from projections.books import Books

ROLE = "role"
"""The code of what the role does not permit; `reach` is that of what it permits, but not about somebody else."""
_LOCATION = "Location"
_Answer = TypeVar("_Answer", bound=Answer)


@dataclass(frozen=True)
class Context:
    """What every operation is given first. Its methods wait for the store: call them in a thread."""

    resources: "Resources"
    principal: Principal
    request: str = ""
    """The id of the request, for the access log."""
    extent: Extent = NOBODY
    """How far the operation that runs may go; the operation sets it."""
    key: RequestKey | None = field(default=None, repr=False)
    """The `Idempotency-Key` of the request."""
    looks: "list[Visibility]" = field(default_factory=list, repr=False, compare=False)
    """By what the operation that runs has looked at facts."""

    @property
    def ledger(self) -> "Ledger":
        """The ledger."""
        return self.resources.ledger

    @property
    def service(self) -> "Service":
        """The service, for operations that are carried out for those who send requests only."""
        return cast("Service", self.resources)

    def permitted(self, permission: str) -> "Context":
        """The context of an operation with a permission. Raises Problem where the role does not permit it."""
        return replace(self, extent=permitted(self.principal, permission), looks=[])

    def reach_everyone(self) -> None:
        """Raises Problem where the operation does not reach everyone: what it gives is not narrowed."""
        if not self.extent.everyone:
            raise not_permitted("this is about everyone; ask for your own")

    def refuse(self, error: LedgerError) -> None:
        """Raises the problem that an error of the ledger is answered with."""
        raise ledger_problem(error) from error

    def keyed(self, text: str, *asked: object) -> "Context":
        """The context of an operation that is carried out once under a key; `asked` is what of it, for JSON."""
        what = json.dumps(asked, ensure_ascii=False).encode()
        return replace(self, key=self.service.request_keys.named(text, self.principal.id, what))

    def visibility(self) -> "Visibility":
        """Which facts the principal may see."""
        from api.auth.visibility import Visibility  # noqa: PLC0415 - it takes a while to load

        visible = Visibility(self.ledger, self.resources.teams, self.principal)
        self.looks.append(visible)
        return visible

    def note(self, access: "Access") -> None:
        """Record that the principal looks at somebody else's pay, before it is shown."""
        if access.employee and access.employee == self.principal.employee:
            return
        self.resources.note(self.principal, access, self.request)

    def note_looks(self, permission: str) -> None:
        """Record what the operation that has run showed: texts that judge others, and all by a delegation alone.

        Texts of several people in one answer are one entry a kind, of everyone.
        """
        carried: set[tuple[str, str]] = set().union(*(each.carried for each in self.looks))
        judged: set[tuple[str, str]] = set().union(*(each.judged for each in self.looks)) - carried
        by_delegation = permission.startswith("report ") and extent_of(self.principal.alone, permission) != self.extent
        if not (carried or judged or by_delegation):
            return
        from api.service.observability.access_log import Access  # noqa: PLC0415 - only where something is logged

        if by_delegation:
            self.note(Access(permission, by_delegation=True))
        for kind, employee in sorted(carried):
            self.note(Access(f"read {kind}", employee, by_delegation=True))
        for kind in sorted({kind for kind, _ in judged}):
            whose = [employee for each, employee in judged if each == kind]
            self.note(Access(f"read {kind}", whose[0] if len(whose) == 1 else ""))

    def position(self, as_of: str | None) -> int:
        """The ledger position of `as_of`, or the last one. Raises MissingError where there is none."""
        return position_of(self.ledger, as_of) or self.ledger.facts.last_position()

    @contextmanager
    def books(self, as_of: str | None = None) -> "Iterator[Books]":
        """The books as of a position or an instant, or of now. Raises MissingError where it is not there."""
        with self.resources.room.books(self.position(as_of)) as books:
            yield books

    def kept(self, model: type[_Answer], asked: Hashable, make: "Callable[[], _Answer]") -> _Answer:
        """An answer that follows from what is asked, the caller and the ledger as it is now: made once, and kept.

        What may be erased, such as a name, has no place in it.
        """
        from api.service.requests.answer_cache import KeptAnswer  # noqa: PLC0415 - a command keeps none

        coordinates = (model, asked, self.principal, self.extent, self.ledger.facts.last_position())
        found = self.resources.kept.get(coordinates)
        if found is None:
            content = make().model_dump_json(by_alias=True).encode()
            found = KeptAnswer.of(content, "application/json", {})
            self.resources.kept.keep(coordinates, found)
        return model.model_validate_json(found.content)

    def once(self, answer: type[_Answer], work: "Callable[[Append], Done[_Answer]]") -> Done[_Answer]:
        """Do work in one transaction under the append lock, and answer the same again under the same key.

        Raises Problem where the key was used for another request.
        """
        return done_once(self.ledger, self.key, answer, work)

    def beside(self, answer: type[_Answer], work: "Callable[[StoreCursor, int], Done[_Answer]]") -> Done[_Answer]:
        """Do work that writes beside the facts, given a cursor and the time, once under the key as `once` does."""
        return self.once(answer, lambda append: work(append.cursor, append.recorded_at))


def done_once(
    ledger: "Ledger", key: RequestKey | None, answer: type[_Answer], work: "Callable[[Append], Done[_Answer]]"
) -> Done[_Answer]:
    """Do work in one transaction of a ledger under the append lock, as `Context.once` does."""

    def content(append: "Append") -> bytes:
        done = work(append)
        headers = {} if done.location is None else {_LOCATION: done.location}
        kept = KeptOutcome(done.status, done.answer.as_json(), headers).as_bytes()
        return kept if key is None else key.sealed(kept)

    outcome = kept_outcome(ledger.transactions.once(None if key is None else key.keyed, content), key)
    return Done(answer.model_validate(outcome.body), outcome.status, outcome.headers.get(_LOCATION))


def permitted(principal: Principal, permission: str) -> Extent:
    """How far a principal may go with a permission. Raises Problem where not at all, or where there is none."""
    from api.auth.permissions import PERMISSIONS  # noqa: PLC0415 - the table takes a while to load

    if permission not in PERMISSIONS:
        raise Problem("not-found", f"there is no {permission.replace('report ', 'report named ')}; see /openapi.json")
    extent = extent_of(principal, permission)
    if extent is None:
        roles = ", ".join(principal.role_names) or "none"
        raise Problem(
            "not-permitted",
            f"{permission!r} is not permitted to the role {roles}; ask the administrator of keys",
            code=ROLE,
        )
    return extent
