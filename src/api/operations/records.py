"""Recording a fact: read, held to the reach of its sender, put in the sender's name, and taken once under its key.

`record` does all of it, and waits for the store. Callers that may not wait take the steps one by one, as the route of
facts does.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from api.auth.authorship import attributed, by_delegation, filled_in, sourced
from api.auth.principals import Principal, extent_of
from api.operations.answer import Answer, Done
from api.operations.context import Context
from api.operations.doubts import DOUBTFUL, DoubtfulError, ToldDoubt, may_be_told
from api.operations.fact_bodies import read_sent
from api.operations.operation import operation
from api.operations.report_doubts import report_doubts
from api.problems import MEDIA_TYPE, PROBLEMS, Problem
from api.problems.problem import problem_content
from api.service.requests.idempotency import KeptOutcome, kept_outcome
from api.service.requests.preconditions import entity_tag
from ledger.appends.append import Outcome
from ledger.appends.submissions import Expected, Hindrance, Submission, Taken
from ledger.doubts.doubt import Doubt, shown_doubt
from ledger.facts.base import KINDS, Fact
from ledger.facts.delegations import Delegation
from ledger.facts.identifiers import is_settled_fact
from ledger.facts.prepared_fact import Read, prepared
from ledger.facts.streams import stream_of
from ledger.refusal import Refusal

WITHHELD = "this identity is on the ledger with other content; give another one, or send the same content"
_FAILED = 400
NOT_NAMED: Mapping[str, str] = {}


class Recorded(Answer):
    """What became of a fact that was sent."""

    status: Literal["accepted", "duplicate"]
    kind: str
    id: str
    position: int
    doubts: list[ToldDoubt] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Precondition:
    """What has to stand for a fact to be recorded; whatever stands will do where nothing is said."""

    version: int | None = None
    """Of the workflow that a fact follows, or of what holds under its key."""
    nothing: bool = False
    """Whether there must be nothing yet under its key."""


WHATEVER_STANDS = Precondition()


@operation("record {model.kind}")
def record(
    context: Context,
    model: type[Fact],
    fields: Mapping[str, Any],
    precondition: Precondition = WHATEVER_STANDS,
    *,
    strict: bool = False,
) -> Done[Recorded]:
    """Record a fact of a kind, of its fields in the interchange format.

    Raises Problem where it is refused, and where what is expected does not stand; DoubtfulError where it is `strict`,
    and something is doubtful.
    """
    sent = sent_fact(context, model, json.dumps(fields, ensure_ascii=False).encode())
    fact = named_fact(context, reached_fact(context, sent) if asks_store(context, sent) else sent)
    expected = expected_of(fact, precondition)
    foreseen = report_doubts(context, fact, strict=strict)
    submission = submission_of(context, fact, expected, foreseen, strict=strict)
    (taken,) = context.ledger.transactions.take([submission])
    kept = outcome_of(context, fact, taken, expected)
    if kept.status >= _FAILED:
        kind = str(kept.body["type"]).rpartition("/")[2]
        if kind == DOUBTFUL:
            raise DoubtfulError(kept.body["detail"], kept.body["doubts"])
        raise Problem(kind, kept.body["detail"], code=kept.body.get("code"))
    return Done(Recorded.model_validate(kept.body), kept.status, kept.headers["Location"])


@operation("record {model.kind}")
def was_recorded(context: Context, model: type[Fact]) -> bool:
    """Whether something was answered under the key of the context before."""
    assert model.kind in KINDS
    return context.key is not None and context.ledger.transactions.is_answered(context.key.keyed)


def sent_fact(context: Context, model: type[Fact], body: bytes, named: Mapping[str, str] = NOT_NAMED) -> Fact:
    """The fact of a body, with the fields that its address names. Raises Problem where it is invalid."""
    return read_sent(model, body, named, filled_in(model, context.principal))


def asks_store(context: Context, fact: Fact) -> bool:
    """Whether `reached_fact` has anything to look up."""
    return not is_settled_fact(fact) or context.resources.reach.is_needed(fact, context.principal, context.extent)


def reached_fact(context: Context, fact: Fact) -> Fact:
    """The fact that is meant, which is within the reach of who sends it.

    Raises Problem for an invalid identifier, and for what is out of reach.
    """
    ledger = context.ledger
    if not is_settled_fact(fact) and ledger.exists():
        # Reach is asked of what is recorded.
        found = ledger.identifiers.settled(fact)
        if isinstance(found, Refusal):
            raise Problem.of("invalid", found)
        fact = found
    reach = context.resources.reach
    if reach.is_needed(fact, context.principal, context.extent):
        delegation = reach.refuse_beyond(fact, context.principal, context.extent)
        if delegation is not None:
            return fact.model_copy(update={"source": sourced(fact.source, by_delegation(delegation))})
    return fact


def named_fact(context: Context, fact: Fact) -> Fact:
    """The fact with what the request says beside it: its key as its `ref`, who records it, and who has sent it.

    Raises Problem where somebody would record in another's name.
    """
    named, key = attributed(fact, context.principal), context.key
    return named if key is None or fact.ref is not None else named.model_copy(update={"ref": key.text})


def expected_of(fact: Fact, precondition: Precondition) -> Expected | None:
    """What has to stand: the version of the workflow, or of what holds under a ↻ kind's key; or nothing there yet."""
    if fact.follows is None and not fact.supersedes:
        return None
    version = 0 if fact.supersedes and precondition.nothing else precondition.version
    return None if version is None else Expected(stream_of(fact), version)


def submission_of(
    context: Context, fact: Fact, expected: Expected | None, foreseen: Sequence[Doubt] = (), *, strict: bool = False
) -> Submission:
    """A fact as it is handed in to be recorded; under a key its answer is sealed and kept.

    `foreseen` is what reports have told of it.

    With `strict` it is recorded only where nothing is doubtful that the caller may be told.
    """
    key = context.key
    return Submission(
        [Read(prepared(fact))],
        None if key is None else key.keyed,
        expected,
        None if key is None else lambda outcomes: key.sealed(_answer(context, fact, outcomes[0]).as_bytes()),
        (lambda doubt: may_be_told(context, doubt)) if strict else None,
        foreseen,
    )


def outcome_of(context: Context, fact: Fact, taken: Taken, expected: Expected | None) -> KeptOutcome:
    """What is answered to what was taken. Raises Problem where something hindered it."""
    if isinstance(fact, Delegation):
        # Who may do what is looked up anew.
        context.resources.forget_keys()
    if taken.hindrance is Hindrance.MOVED_ON and expected is not None and not expected.version:
        raise _there_already(fact)
    if context.key is None and taken.hindrance is None:
        return _answer(context, fact, taken.outcomes[0])
    return kept_outcome(taken, context.key)


def _there_already(fact: Fact) -> Problem:
    key = " ".join(str(value) for value in fact.key)
    return Problem(
        "moved-on",
        f"there is a fact {fact.kind} of {key[:60]!r} already, which other content would supersede; give another key, "
        "or leave If-None-Match out",
        code="exists",
    )


def may_see_kind(principal: Principal, kind: str) -> bool:
    """Whether somebody may see every fact of a kind, and so be told what is on the ledger instead of their own."""
    extent = extent_of(principal, f"read {kind}")
    return extent is not None and extent.everyone


def _answer(context: Context, fact: Fact, outcome: Outcome) -> KeptOutcome:
    if outcome.refusal is not None and outcome.doubts:
        doubts = [shown_doubt(doubt) for doubt in outcome.doubts]
        return KeptOutcome(409, _doubtful(context, outcome.refusal, doubts), media_type=MEDIA_TYPE)
    if outcome.refusal is not None:
        conflict = outcome.status == "conflict"
        problem = Problem.of("conflict" if conflict else "refused", outcome.refusal)
        withheld = conflict and not may_see_kind(context.principal, fact.kind)
        content = problem_content(problem.kind, WITHHELD if withheld else problem.detail, problem.code, context.request)
        return KeptOutcome(problem.kind.status, content, media_type=MEDIA_TYPE)
    assert outcome.known is not None
    headers = {"Location": f"/v1/facts/{outcome.id}"}
    if fact.opens or fact.follows is not None:
        headers["ETag"] = entity_tag(outcome.known.version)
    return KeptOutcome(
        201 if outcome.status == "accepted" else 200,
        {
            "status": outcome.status,
            "kind": fact.kind,
            "id": outcome.id,
            "position": outcome.position,
            "doubts": [shown_doubt(doubt) for doubt in outcome.doubts if may_be_told(context, doubt)],
        },
        headers,
    )


def _doubtful(context: Context, refusal: Refusal, doubts: list[dict[str, Any]]) -> dict[str, Any]:
    found = problem_content(PROBLEMS[DOUBTFUL], refusal.message, refusal.code, context.request)
    return {**found, "doubts": doubts}
