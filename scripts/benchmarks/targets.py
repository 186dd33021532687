"""What was to be reached, beside what was: met or missed, with the numbers."""

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.growth import exponent
from benchmarks.plan import ASKED_PEOPLE, COMPARED_PEOPLE
from benchmarks.results import Months, Results
from benchmarks.timing import shown

MOST_PEOPLE, A_CENTRE = 50_000, 500
OF_FLOOR = {"sqlite": 0.35, "postgresql": 0.25}
OF_SAVE = 15
COLD_SECONDS, COLD_BYTES, WARM_SECONDS = 8.0, 3 * 2**30, 2.5
OF_QUERY, OF_FOLD = 4, 25
REPORT_SECONDS, PAYSLIP_SECONDS = 0.060, 0.025
EXPONENT = 1.05
DUTIES_SECONDS = 0.300
EXPLAINED_SECONDS, WHAT_IF_SECONDS, COMPARED_SECONDS = 0.150, 5.0, 60.0
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


@dataclass(frozen=True)
class Target:
    """A target and what was measured; `met` is None where this run did not measure it."""

    wanted: str
    found: str
    met: bool | None

    @property
    def verdict(self) -> str:
        """In a word."""
        return "not measured" if self.met is None else "met" if self.met else "**missed**"


def targets(results: Results) -> Iterator[Target]:
    """Every target, in the order in which they were set."""
    yield from _of_import(results)
    months = {month.people: month for month in results.months}
    yield from _of_most(months.get(MOST_PEOPLE))
    yield from _of_centre(months.get(A_CENTRE))
    yield from _of_growth(results)
    yield from _of_books(results)
    yield _of_duties(results)


def _at_most(wanted: str, found: float | None, limit: float, text: str) -> Target:
    return Target(wanted, "—" if found is None else text, None if found is None else found <= limit)


def _at_least(wanted: str, found: float | None, limit: float, text: str) -> Target:
    return Target(wanted, "—" if found is None else text, None if found is None else found >= limit)


def _of_duties(results: Results) -> Target:
    """Of the reports of running the centre that which takes longest."""
    of_centre = results.duties.items() if results.duties_people == A_CENTRE else ()
    slowest = max(of_centre, key=lambda each: each[1].median, default=None)
    wanted = f"every report of running the centre (S13), {A_CENTRE} people, warm ≤ {shown(DUTIES_SECONDS)}"
    found = None if slowest is None else slowest[1].median
    return _at_most(wanted, found, DUTIES_SECONDS, "" if slowest is None else f"{slowest[0]} {slowest[1]}")


def _of_import(results: Results) -> Iterator[Target]:
    for store, share in OF_FLOOR.items():
        here = sorted((each for each in results.imported if each.store == store), key=lambda each: each.people)
        least = min(here, key=lambda each: each.of_floor, default=None)
        text = ", ".join(f"{each.of_floor:.2f} at {each.people:,} people" for each in here)
        wanted = f"import on {NAMES[store]} ≥ {share} of the floor, at every size"
        yield _at_least(wanted, least.of_floor if least else None, share, text)
        saved = next((each for each in results.saved if each.store == store), None)
        ratios = [each.facts_a_second / saved.facts_a_second for each in here] if saved else []
        wanted = f"import on {NAMES[store]} ≥ {OF_SAVE} × `Application.save`, at every size"
        found = min(ratios, default=None)
        yield _at_least(wanted, found, OF_SAVE, ", ".join(f"{ratio:.1f} ×" for ratio in ratios))


def _of_most(month: Months | None) -> Iterator[Target]:
    where = f"{MOST_PEOPLE:,} people"
    cold, warm = (month.cold.seconds.median, month.warm["all"].median) if month else (None, None)
    yield _at_most(f"{where}: all reports cold ≤ {COLD_SECONDS:g} s", cold, COLD_SECONDS, shown(cold or 0))
    peak = month.cold.peak if month else None
    yield _at_most(f"{where}: peak memory cold ≤ 3 GiB", peak, COLD_BYTES, f"{(peak or 0) / 2**30:.2f} GiB")
    yield _at_most(f"{where}: all reports warm ≤ {WARM_SECONDS:g} s", warm, WARM_SECONDS, shown(warm or 0))
    of_query = month.warm["all"].median / month.query.median if month else None
    yield _at_most(f"{where}: warm within {OF_QUERY} × the query", of_query, OF_QUERY, f"{of_query or 0:.1f} ×")
    of_fold = month.fold / month.warm["all"].median if month else None
    yield _at_least(f"{where}: warm ≥ {OF_FOLD} × the fold", of_fold, OF_FOLD, f"{of_fold or 0:.1f} ×")


def _of_centre(month: Months | None) -> Iterator[Target]:
    where, words = f"{A_CENTRE} people", ("all", "payslip")
    single = {name: time for name, time in month.warm.items() if not name.startswith(words)} if month else {}
    slowest = max(single, key=lambda name: single[name].median, default=None)
    over = [name for name, time in single.items() if time.median > REPORT_SECONDS]
    text = ""
    if slowest:
        text = f"slowest: {slowest}, {shown(single[slowest].median)}; {len(single) - len(over)} of {len(single)} within"
    found = single[slowest].median if slowest else None
    yield _at_most(f"{where}: any report ≤ {REPORT_SECONDS * 1000:g} ms warm", found, REPORT_SECONDS, text)
    slip = month.warm["payslip"].median if month else None
    kept = (
        f"{shown(slip or 0)}; {shown(month.warm['payslip, month kept'].median)} of a month that is kept"
        if month
        else ""
    )
    yield _at_most(f"{where}: one payslip ≤ {PAYSLIP_SECONDS * 1000:g} ms warm", slip, PAYSLIP_SECONDS, kept)


def _of_growth(results: Results) -> Iterator[Target]:
    for name, points in growths(results).items():
        found = exponent(points)
        yield _at_most(f"exponent in people, {name} ≤ {EXPONENT}", found, EXPONENT, f"{found or 0:.2f}")


def _of_books(results: Results) -> Iterator[Target]:
    asked = {each.people: each for each in results.books}
    few, many = asked.get(COMPARED_PEOPLE), asked.get(ASKED_PEOPLE)
    found = few.explained.median if few and few.explained else None
    wanted = f"{COMPARED_PEOPLE} people: explain one figure < 150 ms warm"
    yield _at_most(wanted, found, EXPLAINED_SECONDS, shown(found or 0))
    found = many.what_if_cold if many else None
    yield _at_most(f"{ASKED_PEOPLE:,} people: a what-if month < 5 s", found, WHAT_IF_SECONDS, shown(found or 0))
    found = few.compared if few else None
    wanted = f"{COMPARED_PEOPLE} people: diff of a month with 50 late facts < 60 s"
    yield _at_most(wanted, found, COMPARED_SECONDS, shown(found or 0))


def growths(results: Results) -> dict[str, list[tuple[int, float]]]:
    """(people, seconds) of what grows with people."""
    found = {
        f"import ({NAMES[store]})": [
            (each.people, each.durable.median) for each in results.imported if each.store == store
        ]
        for store in OF_FLOOR
    }
    found["reports cold"] = [(month.people, month.cold.seconds.median) for month in results.months]
    found["reports warm"] = [(month.people, month.warm["all"].median) for month in results.months]
    return {name: points for name, points in found.items() if points}
