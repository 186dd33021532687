"""The month itself: hours, scores, ranks and bonus of everyone, a person at a time, then a pool at a time."""

import time
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from benchmarks import figures
from benchmarks.fold.attendance import ABSENTEEISM, Absence, Chapter
from benchmarks.fold.gathering import Centre, Person, day_of, gathered
from benchmarks.timing import BenchError
from ledger.ledger import Ledger
from ledger.ruleset import MANUAL, RuleSet
from projections.calendar import period_number, period_text

SICK_MILLI_DAYS = 3000


def fold(*, store: str, period: str, answer: str) -> dict[str, Any]:
    """Seconds to read and map every fact into what stands, and seconds to compute; writes the figures."""
    started = time.perf_counter()
    with Ledger.open(store) as ledger:
        site = ledger.site
        if site is None or site.first_period != period or site.period_start_day != 1:
            raise BenchError(f"the fold is written for a ledger's first period from the 1st on, and {period} is not")
        centre = gathered(ledger, site.zone)
    mapped = time.perf_counter()
    found = Month(centre, MANUAL, period).figures()
    computed = time.perf_counter()
    figures.write(answer, found)
    return {"mapping": mapped - started, "computing": computed - mapped}


class Month:
    """One period of a centre."""

    def __init__(self, centre: Centre, rules: RuleSet, period: str) -> None:
        first = date.fromisoformat(f"{period}-01")
        following = (first + timedelta(days=31)).replace(day=1)
        self.centre, self.rules, self.period = centre, rules, period
        self.first, self.last = day_of(first), day_of(following) - 1
        self.oldest_lot = period_text(period_number(period) - rules.lieu_months)
        self.chapter = Chapter(centre, rules, self.first, self.last)

    def figures(self) -> figures.Figures:
        """Minutes worked, rank and bonus of everyone who has them."""
        worked: dict[str, int] = {}
        pools: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        ranks: dict[str, int | None] = {}
        amounts: dict[str, int] = {}
        barred, roles = set(), {}
        pool_of = {role: pool for pool, roles in self.rules.pools.items() for role in roles}
        for number, person in self.centre.people.items():
            status_day = min(self.last, self.last if person.last_day is None else person.last_day)
            if person.hired_on > status_day or status_day < self.first:
                continue
            role = roles[number] = _role(person, status_day)
            found = self.chapter.of(person)
            if role in self.rules.hours_roles:
                worked[number] = self._worked(person, found.minutes, found.absences)
            if role not in pool_of:
                continue
            ranks[number], amounts[number] = None, 0
            if self._is_barred(person, role, status_day, found.absences):
                barred.add(number)
            behaviour, total = self._total(person, role)
            if total is not None:
                pools[pool_of[role]].append((total, behaviour or 0, number))
        for pool in pools.values():
            for number, rank, total in ranked(pool):
                ranks[number] = rank
                if number not in barred:
                    amounts[number] = self._amount(roles[number], rank, total, len(pool))
        return figures.of_parts(worked, ranks, amounts)

    def _worked(self, person: Person, attended: int, absences: list[Absence]) -> int:
        """S3.8: attended, overtime, credited leave, and what leave draws on the bank."""
        overtime = sum(minutes for day, minutes in person.overtime.items() if self.first <= day <= self.last)
        effects = self.rules.leave_types
        credited = drawn = 0
        for absence in absences:
            effect = "excuse" if absence.type == ABSENTEEISM else effects[absence.type].hours
            credited += absence.minutes if effect == "credit" else 0
            drawn += absence.minutes if effect == "bank" else 0
        banked: int = sum(lot.minutes for lot in person.lots if lot.period >= self.oldest_lot)
        return attended + overtime + credited + min(drawn, banked)

    def _total(self, person: Person, role: str) -> tuple[int | None, int | None]:
        """S6: the behaviour score and the weighted total, in hundredths; None where something is missing."""
        weights = self.rules.weights.get(role)  # type: ignore[call-overload]
        calls = [score for score in self._calls(person) if score is not None]
        call = (sum(calls) + len(calls) // 2) // len(calls) if calls else None
        behaviour = person.behaviours.get(self.period)
        if behaviour is not None:
            upheld = sum(
                self.first <= day <= self.last and self.centre.verdicts.get(name) == "upheld"
                for name, day in person.complaints
            )
            behaviour = max(0, behaviour - upheld * self.rules.complaint_deduction)
        if weights is None:
            return behaviour, None
        total = 50
        for weight, score in (
            (weights.call, call),
            (weights.work, person.works.get(self.period)),
            (weights.behaviour, behaviour),
        ):
            if weight and score is None:
                return behaviour, None
            total += weight * (score or 0)
        return behaviour, total // 100

    def _calls(self, person: Person) -> list[int | None]:
        scores: list[int | None] = []
        for name, day, score in person.monitorings:
            if self.first <= day <= self.last:
                revised, withdrawn = self.centre.revisions.get(name, (None, False))
                scores.append(None if withdrawn else score if revised is None else revised)
        return scores

    def _is_barred(self, person: Person, role: str, status_day: int, absences: list[Absence]) -> bool:
        """S7.6, S7.7."""
        if person.probation_until is not None and person.probation_until >= status_day:
            return True
        if person.last_day is not None and person.last_day <= self.last and person.leaving_reason == "poor_performance":
            return True
        counted = sum(absence.milli_days for absence in absences if absence.type in self.rules.absence_kinds)
        if role == "csr" and counted >= self.rules.absence_limit:
            return True
        if person.notice_from is None or person.notice_from > status_day:
            return False
        since = [absence for absence in absences if absence.day >= person.notice_from]
        sick = sum(absence.milli_days for absence in since if absence.type == "sick")
        return sick >= SICK_MILLI_DAYS or any(absence.type == ABSENTEEISM for absence in since)

    def _amount(self, role: str, rank: int, total: int, size: int) -> int:
        """S7.3, S7.4, in fen."""
        if role != "csr":
            table = self.rules.lead_bonus
            return table.amounts[rank - 1] if total > table.total_above and rank <= len(table.amounts) else 0
        for tier in self.rules.bonus_tiers:
            within = tier.within_percent is None or rank * 100 <= size * tier.within_percent
            if total >= tier.total and within:
                return tier.amount
        return 0


def ranked(pool: list[tuple[int, int, str]]) -> list[tuple[str, int, int]]:
    """S7.2: everyone's rank (1, 2, 2, 4) by total and then behaviour: number, rank, total."""
    found: list[tuple[str, int, int]] = []
    before, rank = None, 0
    for place, (total, behaviour, number) in enumerate(sorted(pool, reverse=True), start=1):
        if (total, behaviour) != before:
            before, rank = (total, behaviour), place
        found.append((number, rank, total))
    return found


def _role(person: Person, day: int) -> str:
    role = person.role
    for _, moved in sorted((since, moved) for since, moved in person.moves.items() if since <= day and moved):
        role = moved
    return role
