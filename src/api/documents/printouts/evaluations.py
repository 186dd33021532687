"""S6.1 质检 What the monitorings that count of some days say of each agent: in whole numbers, hundredths of a point."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from ledger.facts.quality import Monitoring
from ledger.ledger import Ledger, RecordedFact
from projections.calendar import Period
from projections.evaluators import EvaluatorMarks
from projections.month import Month
from projections.scores import mean, monitored

_MOST_FAULTS = 3


@dataclass(frozen=True)
class Fault:
    """A criterion that somebody is weak in: its mean (hundredths), how often it was looked at, how often too low."""

    criterion: str
    mean: int
    below: int
    count: int


@dataclass(frozen=True)
class Note:
    """What an evaluator wrote about a contact; its score in hundredths, as it stands."""

    monitoring: str
    date: str
    evaluator: str
    score: int
    comment: str


@dataclass(frozen=True)
class Evaluation:
    """One agent in some days: how many monitorings stand, their mean, that of the days before, faults and notes."""

    employee: str
    count: int
    mean: int
    before: int | None
    faults: tuple[Fault, ...]
    notes: tuple[Note, ...]

    @property
    def trend(self) -> int | None:
        """By how much the mean rose or fell; None where nothing was monitored before."""
        return None if self.before is None else self.mean - self.before


def evaluations(
    ledger: Ledger, month: Month, days: Period, before: Period, sees: Callable[[RecordedFact], bool]
) -> list[Evaluation]:
    """Everybody who was monitored in the days, by number, with the notes of the facts that `sees` takes."""
    rows, rows_before = _counted(month, days), _counted(month, before)
    facts = {fact.position: fact for fact in ledger.facts.at(row["position"] for row in rows)}
    means_before = {employee: mean([row["score"] for row in of]) for employee, of in _by_person(rows_before).items()}
    found = []
    for employee, of in sorted(_by_person(rows).items()):
        contacts = [(row, fact) for row in of if isinstance(fact := facts[row["position"]].fact, Monitoring)]
        seen = [(row, fact) for row, fact in contacts if sees(facts[row["position"]])]
        found.append(
            Evaluation(
                employee=employee,
                count=len(of),
                mean=mean([row["score"] for row in of]),
                before=means_before.get(employee),
                faults=tuple(_faults((fact for _row, fact in contacts), month.rules.improved_floor)),
                notes=tuple(_notes(seen)),
            )
        )
    return found


def evaluations_bytes(
    coordinates: Mapping[str, Any], found: Iterable[Evaluation], marking: Iterable[EvaluatorMarks] | None = None
) -> bytes:
    """The evaluations as the bytes that a quality report digests, and how evaluators mark where it shows that."""
    told = {**coordinates, "rows": [asdict(each) for each in found]}
    if marking is not None:
        told["evaluators"] = [asdict(each) for each in marking]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def _counted(month: Month, days: Period) -> list[dict[str, Any]]:
    rows = month.tables.engine.rows(monitored(month.tables, days))
    return rows.sort("employee", "position").to_dicts()


def _by_person(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["employee"], []).append(row)
    return found


def _faults(facts: Iterable[Monitoring], floor: int) -> Iterator[Fault]:
    """The criteria that were most often too low, then those of the lowest mean; the flawless are none."""
    scores: dict[str, list[int]] = {}
    for fact in facts:
        for criterion in fact.criteria or ():
            if criterion.score is not None:
                scores.setdefault(criterion.name, []).append(criterion.score)
    found = [Fault(name, mean(each), sum(score < floor for score in each), len(each)) for name, each in scores.items()]
    ranked = sorted(found, key=lambda fault: (-fault.below, fault.mean, fault.criterion))
    low = [fault for fault in ranked if fault.below]
    # Where nothing was too low, the weakest is what is left to improve.
    yield from low[:_MOST_FAULTS] or ranked[:1]


def _notes(contacts: Iterable[tuple[dict[str, Any], Monitoring]]) -> Iterator[Note]:
    for row, fact in contacts:
        if fact.comment:
            yield Note(fact.monitoring, fact.date.isoformat(), fact.evaluator, row["score"], fact.comment)
