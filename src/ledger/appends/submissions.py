"""What is handed in over a line that may break: carried out once under the sender's key, and answered the same again.

The answer is kept in the transaction that carries out what was asked, so that there is never one without the other.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from ledger.appends.append import Append, Heeded, Outcome
from ledger.doubts.doubt import Doubt
from ledger.facts.prepared_fact import Read
from ledger.store.dialect import StoreCursor


@dataclass(frozen=True, slots=True)
class Keyed:
    """A request under a key of the sender's, as digests: of who sends it and the key, and of what is sent."""

    request: bytes
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Expected:
    """The version that a stream had when its sender last looked at it; 0 where there was nothing."""

    stream: str
    version: int


@dataclass(frozen=True, slots=True)
class Submission:
    """Lines that are recorded together and in order, if what is expected holds."""

    lines: Sequence[Read]
    keyed: Keyed | None = None
    expected: Expected | None = None
    answer: Callable[[Sequence[Outcome]], bytes] | None = None
    """What is answered to the outcomes, as the bytes that are kept under the key."""
    heeded: Heeded | None = None
    """Which doubts keep a line out; none of them where nothing is said."""
    foreseen: Sequence[Doubt] = ()
    """What reports have told of the one line that there is."""


class Hindrance(Enum):
    """Why a submission was not looked at."""

    KEY_REUSED = "the key was used for something else"
    MOVED_ON = "the workflow has moved on"


class Taken(NamedTuple):
    """What became of a submission: an outcome a line; or the answer kept under its key; or what hindered it."""

    outcomes: list[Outcome]
    answer: bytes | None = None
    hindrance: Hindrance | None = None


def take(append: Append, submissions: Sequence[Submission]) -> list[Taken]:
    """Carry out submissions in order, under the append lock; what was carried out before is answered as it was."""
    append.ledger_state.prefetch(
        line.prepared for submission in submissions for line in submission.lines if line.prepared is not None
    )
    kept = kept_answers(append.cursor, [each.keyed.request for each in submissions if each.keyed is not None])
    fresh: list[tuple[Keyed, bytes]] = []
    taken = []
    for submission in submissions:
        keyed = submission.keyed
        before = None if keyed is None else kept.get(keyed.request)
        if keyed is not None and before is not None:
            taken.append(again(keyed, before))
            continue
        if not _as_expected(append, submission.expected):
            taken.append(Taken([], hindrance=Hindrance.MOVED_ON))
            continue
        outcomes = append.judge(submission.lines, submission.heeded, submission.foreseen)
        answer = None if submission.answer is None else submission.answer(outcomes)
        taken.append(Taken(outcomes, answer))
        if keyed is not None and answer is not None:
            fresh.append((keyed, answer))
            kept[keyed.request] = keyed.fingerprint, answer
    keep_answers(append, fresh)
    return taken


def once(append: Append, keyed: Keyed | None, work: Callable[[Append], bytes]) -> Taken:
    """Carry out some other work in the transaction, once under a key; its answer."""
    before = None if keyed is None else kept_answers(append.cursor, [keyed.request]).get(keyed.request)
    if keyed is not None and before is not None:
        return again(keyed, before)
    answer = work(append)
    if keyed is not None:
        keep_answers(append, [(keyed, answer)])
    return Taken([], answer)


def again(keyed: Keyed, before: tuple[bytes, bytes]) -> Taken:
    """What a request is answered whose key is known, with the fingerprint and the answer that are kept under it."""
    fingerprint, answer = before
    return Taken([], answer) if fingerprint == keyed.fingerprint else Taken([], hindrance=Hindrance.KEY_REUSED)


def kept_answers(cursor: StoreCursor, requests: Sequence[bytes]) -> dict[bytes, tuple[bytes, bytes]]:
    """The fingerprints and answers that are kept of some requests."""
    if not requests:
        return {}
    wanted = cursor.dialect.any_of("request", requests)
    cursor.execute(f"SELECT request, fingerprint, answer FROM answers WHERE {wanted.sql}", wanted.parameters)  # noqa: S608
    return {bytes(row["request"]): (bytes(row["fingerprint"]), bytes(row["answer"])) for row in cursor.fetchall()}


def keep_answers(append: Append, answers: Iterable[tuple[Keyed, bytes]]) -> None:
    """Keep the answers to requests."""
    rows = [[keyed.request, keyed.fingerprint, answer, append.recorded_at] for keyed, answer in answers]
    if rows:
        append.cursor.executemany(
            "INSERT INTO answers (request, fingerprint, answer, recorded_at) VALUES (?, ?, ?, ?)", rows
        )


def _as_expected(append: Append, expected: Expected | None) -> bool:
    if expected is None:
        return True
    history = append.ledger_state.history(expected.stream)
    return (history[-1].version if history else 0) == expected.version
