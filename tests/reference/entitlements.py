"""S4.6: grants of leave, what a leave asks for on its dates, and how dates draw on the grants."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from . import contracts, leave, seniority
from .periods import period_of
from .roster import assigned, week_has_shift
from .standard import standard
from .state import View

Fact = dict[str, Any]
Rules = dict[str, Any]
RulesOf = Callable[[str], Rules]


@dataclass
class Grant:
    """Minutes of a leave type for a year, usable on its dates up to `expires`; `left` shrinks as dates draw."""

    year: int
    expires: date
    minutes: int
    left: int

    def holds_on(self, day: date) -> bool:
        return date(self.year, 1, 1) <= day <= self.expires


def grants(view: View, employee: str, kind: str, rules: Rules, years: Iterable[int]) -> list[Grant]:
    """The grants of a type: those that facts state, and by service where none does for a year (S4.6c)."""
    found = {}
    for (person, type_, year), fact in view.standing["entitlement"].items():
        if (person, type_) == (employee, kind):
            expires = fact["expires"] or date(int(year), 12, 31)
            found[int(year)] = Grant(int(year), expires, fact["minutes"], fact["minutes"])
    by_service = (rules["entitlement_by_service"] or {}).get(kind)
    if by_service is not None:
        for year in set(years) - set(found):
            minutes = service_grant(view, employee, by_service, year)
            found[year] = Grant(year, date(year, 12, 31), minutes, minutes)
    return sorted(found.values(), key=lambda grant: (grant.expires, grant.year))


def service_grant(view: View, employee: str, tiers: list[dict[str, Any]], year: int) -> int:
    """S4.6c: the days of the service completed on each day employed, in proportion, cut down to whole days."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    dates = [first + timedelta(days=n) for n in range((after - first).days)]
    days = [day for day in dates if view.employed(employee, day)]
    if not days:
        return 0
    since = seniority.start_of_service(view, employee, "from")
    total = sum(seniority.on_tier(tiers, seniority.completed_years(since, day), "days") or 0 for day in days)
    return total // (after - first).days * contracts.in_force(view, employee, days[-1]).day_minutes


def asked_for(view: View, request: Fact, rules_of: RulesOf) -> dict[date, int]:
    """S4.6a: the minutes that a leave asks for on each of its dates from the first period on."""
    employee, roster = request["employee"], assigned(view, request["employee"])
    first = max(request["first_date"], view.dates(view.first_period)[0])
    found = {}
    for n in range((request["last_date"] - first).days + 1):
        day = first + timedelta(days=n)
        if view.employed(employee, day):
            found[day] = _asked_on(view, request, roster, day, rules_of)
    return found


def _asked_on(view: View, request: Fact, roster: dict[date, str], day: date, rules_of: RulesOf) -> int:
    period = period_of(day, view.start_day)
    rules = rules_of(period)
    if day in roster:
        shift = rules["shifts"].get(roster[day])
        counted = int(shift["counted"]) if shift else 0
        return counted if request["minutes"] is None else min(counted, request["minutes"])
    day_minutes = contracts.in_force(view, request["employee"], day).day_minutes
    counts = day in standard(view, period, rules).dates and not week_has_shift(roster, day)
    return day_minutes if counts and leave.is_full(request, day_minutes) else 0


def draw(available: list[Grant], wanted: dict[date, int]) -> int:
    """Draw each date's minutes, in order, on the grants that hold on it; give the minutes without a grant."""
    without = 0
    for day in sorted(wanted):
        need = wanted[day]
        for grant in available:
            if grant.holds_on(day):
                taken = min(grant.left, need)
                grant.left -= taken
                need -= taken
        without += need
    return without


def added(asked: Iterable[dict[date, int]]) -> dict[date, int]:
    """Add up what several leaves ask for by date."""
    found: dict[date, int] = {}
    for each in asked:
        for day, minutes in each.items():
            found[day] = found.get(day, 0) + minutes
    return found


def shortage(view: View, request: Fact, approved: list[Fact]) -> int:
    """S4.6b: the minutes without a grant that some approved leaves of the type of one together leave."""
    rules = view.rules(period_of(request["first_date"], view.start_day))
    wanted = added(asked_for(view, each, view.rules) for each in approved)
    years = {day.year for day in wanted}
    return draw(grants(view, request["employee"], request["type"], rules, years), wanted)


def would_lack(view: View, request: Fact) -> bool:
    """S4.6b: whether approving a leave leaves more minutes without a grant than there are without it."""
    rules = view.rules(period_of(request["first_date"], view.start_day))
    if request["type"] not in rules["entitled_types"]:
        return False
    others = [
        each
        for each in leave.approved(view, request["employee"])
        if each["type"] == request["type"] and each["leave"] != request["leave"]
    ]
    return shortage(view, request, [*others, request]) > shortage(view, request, others)
