"""What facts are to each other: which supersede, void, follow and decide which."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ledger.facts.base import Fact
from ledger.facts.governance import Close
from ledger.facts.quality import MonitoringRevision
from ledger.history.entry import FactStanding, Word
from ledger.history.reader import ReadFact


@dataclass(frozen=True, slots=True)
class Relations:
    """By the position of a fact: what became of it, and the position of what it supersedes, voids and follows."""

    standing: dict[int, FactStanding] = field(default_factory=dict)
    supersedes: dict[int, int] = field(default_factory=dict)
    voids: dict[int, int] = field(default_factory=dict)
    follows: dict[int, int] = field(default_factory=dict)


def relations_of(facts: Iterable[ReadFact], targets: Mapping[int, int]) -> Relations:
    """What facts are to each other; `facts` in order, whole streams, and `targets` from voids to what they void."""
    relations = Relations()
    # Voiding twice changes nothing, so the first void holds.
    voided: dict[int, int] = {}
    for void, target in sorted(targets.items()):
        relations.voids[void] = target
        voided.setdefault(target, void)
    streams: dict[str, list[ReadFact]] = {}
    for read in facts:
        streams.setdefault(read.stream, []).append(read)
    for stream in streams.values():
        _supersede(stream, relations, voided)
        _follow(stream, relations)
        _decide(stream, relations)
    for target, void in voided.items():
        relations.standing[target] = FactStanding(Word.VOIDED, void)
    return relations


def _supersede(stream: Sequence[ReadFact], relations: Relations, voided: Mapping[int, int]) -> None:
    """↻: a fact supersedes what stood when it was recorded, and is superseded by the next that no void took back."""
    earlier: dict[str, list[int]] = {}
    for read in stream:
        if not read.fact.supersedes:
            continue
        before = earlier.setdefault(read.fact.kind, [])
        stood = next((at for at in reversed(before) if voided.get(at, read.position) >= read.position), None)
        if stood is not None:
            relations.supersedes[read.position] = stood
        if read.position not in voided:
            for at in before:
                relations.standing.setdefault(at, FactStanding(Word.SUPERSEDED, read.position))
        before.append(read.position)


def _follow(stream: Sequence[ReadFact], relations: Relations) -> None:
    last: dict[str, int] = {}
    for read in stream:
        if read.fact.follows in last:
            relations.follows[read.position] = last[read.fact.follows]
        last[read.fact.kind] = read.position


def _decide(stream: Sequence[ReadFact], relations: Relations) -> None:
    """The last word counts: it holds for what opened the workflow and for every earlier decision.

    A step that decides nothing is told of the opener alone, as long as nothing is decided.
    """
    decision: FactStanding | None = None
    step: FactStanding | None = None
    for read in reversed(stream):
        own = _said_by(read)
        last = decision if own is not None else decision or step
        decides = own is None or own.word is not Word.FOLLOWED
        if last is not None and decides:
            relations.standing.setdefault(read.position, last)
        if own is not None and decides:
            decision = decision or own
        elif own is not None:
            step = step or own


def _said_by(read: ReadFact) -> FactStanding | None:
    """What a follower makes of the workflow it follows; None of a fact that follows nothing."""
    if read.fact.follows is None:
        return None
    word, outcome = _word_of(read.fact)
    return FactStanding(word, read.position, outcome)


def _word_of(fact: Fact) -> tuple[Word, str | None]:
    match fact:
        case MonitoringRevision():
            return (Word.WITHDRAWN if fact.withdrawn else Word.REVISED), None
        case Close():
            return Word.CLOSED, None
    if fact.outcome is None:
        return Word.FOLLOWED, None
    outcome: str = getattr(fact, fact.outcome)
    if outcome == "withdrawn":
        return Word.WITHDRAWN, None
    return (Word.FOLLOWED if outcome in fact.steps else Word.DECIDED), outcome
