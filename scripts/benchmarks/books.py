"""The books: a what-if, a comparison by cause after late facts, and the explanation of one figure."""

import time
from collections.abc import Iterator
from typing import Any

from benchmarks.timing import repeated
from ledger.ledger import Ledger
from ledger.ruleset import read_parameters
from projections.books import Books, freezing
from projections.comparison import Coordinates, compare, what_if
from projections.engine import PolarsEngine
from projections.explanation import Explainer, ExplainRequest
from projections.journal import JournalReader

LATE_FACTS = 50
_PROPOSED = {"night_allowance": "15", "rank_reading": "shares", "full_attendance_swaps": 2}


def asking_what_if(*, store: str, period: str, repeats: int) -> dict[str, Any]:
    """A month under rules that are not adopted, beside its own: from opening the ledger, and with the journal there."""
    rules = read_parameters(_PROPOSED)
    with Ledger.open(store) as ledger:
        started = time.perf_counter()
        reader = JournalReader(ledger)
        found = what_if(Books(reader.at(), PolarsEngine()), period, rules)
        cold = time.perf_counter() - started
        journal = reader.at()
        warm = repeated(lambda: what_if(Books(journal, PolarsEngine()), period, rules), warm_up=1, repeats=repeats)
    return {"cold": cold, "warm": warm, "moved": len(found.moved)}


def explaining(*, store: str, period: str, repeats: int) -> dict[str, Any]:
    """Why somebody's bonus is what it is, down to the facts on the ledger, with the month computed."""
    with Ledger.open(store) as ledger:
        explainer = Explainer(Books(JournalReader(ledger).at(), PolarsEngine()))
        people = sorted(ledger.identifiers.names())[-repeats - 1 :]
        requests = iter([ExplainRequest("payroll", period, employee, "monthly_bonus") for employee in people])

        def explained() -> None:
            explanation = explainer.explain(next(requests))
            positions = {position for node in explanation.node.walk() for position in node.facts}
            ledger.facts.at(positions)

        seconds = repeated(explained, warm_up=1, repeats=repeats)
    return {"seconds": seconds}


def comparing(*, store: str, period: str) -> dict[str, Any]:
    """Close a month, record late facts of it, and compare books and replay by cause."""
    with Ledger.open(store) as ledger:
        reader = JournalReader(ledger)
        ledger.closings.close(period, "bench", freezing(reader, PolarsEngine(), period, held=False))
        outcomes = ledger.record(_late_facts(ledger, period))
        recorded = sum(outcome.status == "accepted" for outcome in outcomes)
        last = ledger.facts.last_position()
        started = time.perf_counter()
        sides = Coordinates("books", last), Coordinates("replay", last)
        found = compare(JournalReader(ledger), PolarsEngine(), period, *sides)
        seconds = time.perf_counter() - started
    return {"seconds": seconds, "facts": recorded, "causes": len(found.causes), "differences": len(found.differences)}


def _late_facts(ledger: Ledger, period: str) -> Iterator[dict[str, Any]]:
    """Facts of five kinds, one a person, such as come in after a closing."""
    people = sorted(ledger.identifiers.names())[-LATE_FACTS:]
    for number, employee in enumerate(people):
        late = {"employee": employee, "ref": f"late-{number}"}
        at = f"{period}-28T12:00:00+08:00"
        yield (
            {"kind": "behaviour_review", **late, "period": period, "score": "91.50", "evaluator": "Q", "at": at},
            {"kind": "praise", "praise": f"late-{number}", **late, "date": f"{period}-20", "written": True}
            | {"about": "attitude"},
            {"kind": "work_error", "error": f"late-{number}", **late, "date": f"{period}-21", "type": "refund"},
            {"kind": "allowance", "allowance": f"late-{number}", **late, "period": period, "type": "other"}
            | {"amount": "12.00"},
            {"kind": "shift", **late, "date": f"{period}-15", "shift": None},
        )[number % 5]
