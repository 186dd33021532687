"""S6.1 质检员 How evaluators mark beside each other, of the contacts of some days; in hundredths of a point.

Every evaluation counts with the score that it was first recorded with, also where it was revised or withdrawn later:
what is looked at is how somebody marks, not what came of it. No figure of scores or pay depends on it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isqrt

import narwhals.stable.v2 as nw

from ledger.facts.quality import Monitoring
from ledger.ledger import Ledger
from projections.calendar import Period
from projections.expressions import dated_in, last_recorded, rounded
from projections.replay import Replay
from projections.tables import Tables

_WHOLE = 10_000
"""All of it, in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An evaluation as it was first recorded: its score in hundredths, and whether a dispute about it was upheld."""

    evaluator: str
    score: int
    contact: str | None = None
    disputed: bool = False
    overturned: bool = False


@dataclass(frozen=True, slots=True)
class EvaluatorMarks:
    """How somebody marks.

    `mean`, `spread` (the standard deviation) and `difference` are in hundredths of a point, `overturned_share` in
    hundredths of a percent of the evaluations. `compared` counts the pairs with another's evaluation of the same
    contact, and `difference` is the mean of the own score less the other's; None where there is no pair.
    """

    evaluator: str
    evaluations: int
    mean: int
    spread: int
    disputed: int
    overturned: int
    overturned_share: int
    compared: int
    difference: int | None


def evaluators(books: Replay, ledger: Ledger, period: Period) -> list[EvaluatorMarks]:
    """How everybody marks who evaluated contacts of a period, by name."""
    return marking(_marks(books, ledger, period))


def marking(marks: Iterable[Mark]) -> list[EvaluatorMarks]:
    """How everybody marks whose marks are given, by name."""
    own: dict[str, list[Mark]] = defaultdict(list)
    of_contact: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        own[mark.evaluator].append(mark)
        if mark.contact is not None:
            of_contact[mark.contact].append(mark)
    differences: dict[str, list[int]] = defaultdict(list)
    for group in of_contact.values():
        for mark in group:
            differences[mark.evaluator] += [mark.score - x.score for x in group if x.evaluator != mark.evaluator]
    return [_of(evaluator, own[evaluator], differences[evaluator]) for evaluator in sorted(own)]


def spread(scores: Sequence[int]) -> int:
    """The standard deviation of one or more scores, rounded half-up; exact, as the root is taken of whole numbers."""
    count = len(scores)
    squared = count * sum(score * score for score in scores) - sum(scores) ** 2
    return (isqrt(4 * squared) + count) // (2 * count)


def _of(evaluator: str, marks: Sequence[Mark], differences: Sequence[int]) -> EvaluatorMarks:
    scores, overturned = [mark.score for mark in marks], sum(mark.overturned for mark in marks)
    return EvaluatorMarks(
        evaluator=evaluator,
        evaluations=len(marks),
        mean=rounded(sum(scores), len(scores)),
        spread=spread(scores),
        disputed=sum(mark.disputed for mark in marks),
        overturned=overturned,
        overturned_share=rounded(_WHOLE * overturned, len(marks)),
        compared=len(differences),
        difference=rounded(sum(differences), len(differences)) if differences else None,
    )


def _marks(books: Replay, ledger: Ledger, period: Period) -> list[Mark]:
    tables = books.tables
    rows = tables.engine.rows(tables.of("monitorings").filter(dated_in(period))).sort("position").to_dicts()
    revised = tables.engine.rows(tables.of("monitoring_revisions").select("monitoring", "position")).to_dicts()
    monitoring_of = {row["position"]: row["monitoring"] for row in rows}
    known = set(monitoring_of.values())
    monitoring_of |= {row["position"]: row["monitoring"] for row in revised if row["monitoring"] in known}
    facts = ledger.facts.at(monitoring_of)
    about = {fact.id: monitoring_of[fact.position] for fact in facts}
    disputed, upheld = _disputed(tables, about)
    return [
        Mark(fact.evaluator, fact.score, fact.contact, fact.monitoring in disputed, fact.monitoring in upheld)
        for each in facts
        if isinstance(fact := each.fact, Monitoring)
    ]


def _disputed(tables: Tables, about: dict[str, str]) -> tuple[set[str], set[str]]:
    """The evaluations that a dispute is about, and those of which one was upheld; `about` has their facts' ids."""
    decided = last_recorded(tables.of("dispute_decisions"), "dispute").select("dispute", "decision")
    disputes = tables.of("disputes").select("dispute", "about").join(decided, on="dispute", how="left")
    rows = tables.engine.rows(disputes.filter(~nw.col("about").is_null())).to_dicts()
    found = [(about[row["about"]], row["decision"]) for row in rows if row["about"] in about]
    return {monitoring for monitoring, _ in found}, {number for number, decision in found if decision == "upheld"}
