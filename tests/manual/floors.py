"""Cases that cannot touch one another share a ledger, as people share a floor: fewer ledgers, the same answers.

They share one if the site, the rule sets, the periods' terms and the holidays are the same, all are recorded at the
same instant, and none is about ranks, refusals, failures, ledger positions or the centre (S13). Each case's people and
numbers are prefixed, so that an E1 of one case is not the E1 of another.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from ledger.facts import KINDS
from projections.reports import REPORTS
from tests.manual.cases import Case, all_cases

FOR_EVERYBODY = {"site", "rules", "period", "holiday", "theme", "calendar_day", "hours_approval"}
SCORED = {"monitoring", "work_review", "behaviour_review"}
BY_RANK = {"ranking", "bonus", "awards", "stars", "payroll", "compliance"}
OF_CENTRE = {name for name, report in REPORTS.items() if report.follows_facts} - {"leave_balances"}
NAMES = {"employee", "requester", "counterparty", "swap", "leave", "monitoring", "complaint", "exam", "praise", "error"}
NAMES |= {"allowance", "correction", "grant", "of", "ref"}


@dataclass(frozen=True, eq=False)
class Floor:
    """The facts of some cases, as one ledger."""

    recorded_at: datetime
    facts: list[dict[str, Any]] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)


@dataclass(frozen=True, eq=False)
class Placed:
    """A case on its floor, and what its people's names begin with there."""

    case: Case
    floor: Floor
    prefix: str

    def own(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of the case's own people, as the case names them."""
        if not self.prefix:
            return rows
        mine = [row for row in rows if row["employee"].startswith(self.prefix)]
        own: list[dict[str, Any]] = json.loads(json.dumps(mine).replace(self.prefix, ""))
        return own


@cache
def placed_cases() -> tuple[Placed, ...]:
    """Every case with its floor, in the order of the files."""
    return tuple(_place(all_cases()))


def cases_for_second_engine() -> list[Placed]:
    """The cases that share a floor, and of those that need one of their own the first of each clause."""
    floors = [placed.floor for placed in placed_cases()]
    first = {placed.case.clause: placed for placed in reversed(placed_cases()) if floors.count(placed.floor) == 1}
    return [placed for placed in placed_cases() if floors.count(placed.floor) > 1 or placed in first.values()]


def _place(cases: tuple[Case, ...]) -> Iterator[Placed]:
    shared: dict[str, Floor] = {}
    for number, case in enumerate(cases, start=1):
        if _alone(case):
            yield Placed(case, Floor(case.recorded_at, case.facts, case.refused), "")
            continue
        common = [fact for fact in case.facts if fact["kind"] in FOR_EVERYBODY]
        floor = shared.setdefault(f"{case.recorded_at} {common}", Floor(case.recorded_at, list(common)))
        prefix = f"case {number}: "
        floor.facts.extend(_prefixed(fact, prefix) for fact in case.facts if fact["kind"] not in FOR_EVERYBODY)
        yield Placed(case, floor, prefix)


def _alone(case: Case) -> bool:
    reports = {question.report for question, _ in case.expected}
    scored = any(fact["kind"] in SCORED for fact in case.facts)
    as_of = any(question.as_of for question, _ in case.expected)
    of_centre = reports & OF_CENTRE or any(KINDS[fact["kind"]].chapter == "S13" for fact in case.facts)
    return bool(case.refused or case.fails or as_of or of_centre or (scored and reports & BY_RANK))


def _prefixed(fact: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {name: prefix + value if name in NAMES else value for name, value in fact.items()}
