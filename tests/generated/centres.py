"""Made-up centres: the site, a few people, a few periods, and everything that can happen in them."""

from random import Random

from hypothesis import strategies

from . import absence, employment, forms, mistakes, noise, people, quality, rule_sets, themes, working_time
from .duties import with_duties
from .setting import RECORDED_UNTIL, Line, Setting, month_after
from .working_time import Roster

__all__ = ["RECORDED_UNTIL", "centres", "make_centre", "periods_of"]

DUTIES = strategies.booleans()
TIME_ZONES = ["Asia/Shanghai", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC"]


def make_centre(seed: int, people: int, periods: int, *, duties: bool = False) -> list[Line]:
    """Make a centre of some people over some periods as interchange lines; the same seed makes the same lines.

    With duties, those of S13 are put in between; the others are the same without.
    """
    on = _setting(Random(seed), periods)
    lines, given = _lines(on, people)
    return with_duties(on, lines, given) if duties else lines


def periods_of(lines: list[Line], count: int) -> list[str]:
    """List the periods of a centre that has so many, from its site on."""
    return [month_after(lines[0]["first_period"], months) for months in range(count)]


@strategies.composite
def centres(draw: strategies.DrawFn) -> tuple[list[Line], list[str]]:
    """Draw a centre and its periods. A failing one shrinks line by line, down to the lines that matter.

    Only the site always stays; one line in fifty is left out from the start, whatever follows from it.
    """
    count = draw(strategies.integers(2, 5))
    seed, people, duties = draw(strategies.integers(0, 2**32 - 1)), draw(strategies.integers(3, 8)), draw(DUTIES)
    lines = make_centre(seed, people, count, duties=duties)
    kept = [lines[0]] + [line for line in lines[1:] if draw(strategies.integers(0, 49)) > 0]
    return kept, periods_of(kept, count)


def _setting(random: Random, periods: int) -> Setting:
    """Choose where and when: mostly up to the recording instant, with summer time's end and leap days in reach."""
    recent = random.randrange(100) < 55
    last = random.choice(["2026-10", "2026-11", "2026-11", "2026-12"]) if recent else None
    first = month_after(last, 1 - periods) if last else f"{random.randint(2023, 2025)}-{random.randint(1, 12):02d}"
    start_day = random.choice([1, 1, 2, 15, 26, 28, random.randint(1, 28)])
    in_order = [month_after(first, months) for months in range(periods)]
    return Setting(random, random.choice(TIME_ZONES), first, start_day, in_order)


def _lines(on: Setting, count: int) -> tuple[list[Line], Roster]:
    site: Line = {"kind": "site", "name": "客服中心", "time_zone": on.time_zone}
    site |= {"first_period": on.first_period, "period_start_day": on.start_day}
    named = themes.themes(on)
    on.rules = rule_sets.rule_sets(on)
    hired = people.employees(on, count)
    careers = people.careers(on)
    roster, given = working_time.roster(on)
    sections = [
        careers,
        people.salaries(on),
        people.openings(on),
        employment.contracts(on),
        employment.seniorities(on),
        employment.entitlements(on),
        employment.approvals_of_hours(on),
        employment.calendar_days(on),
        people.holds(on),
        rule_sets.openings_of_periods(on),
        # An employee who requests a swap or leave is on the roster already.
        roster + absence.swaps(on, given) + absence.leaves(on, given),
        working_time.punches(on, given),
        working_time.between(on, given),
        working_time.overtime(on, given),
        working_time.holidays(on, given),
        working_time.seats(on),
        working_time.of_another_rule_set(on),
        quality.scores(on),
        quality.events(on),
        quality.disputes(on),
        quality.payments(on),
        forms.forms(on),
        themes.grants(on),
        themes.voided_themes(on, named),
    ]
    # Rule sets come first mostly; a late one is unknown to what was recorded before it.
    early = len(on.rules) if on.chance(70) else on.random.randint(0, len(on.rules))
    body = _mixed(on, [*sections, on.rules[early:]])
    lines = noise.with_noise(on, [*named, *on.rules[:early], *hired, *body])
    return [site, *mistakes.with_mistakes(lines, Random(len(lines)))], given


def _mixed(on: Setting, sections: list[list[Line]]) -> list[Line]:
    """Interleave sections at random, each in its own order."""
    turns = [number for number, section in enumerate(sections) for _line in section]
    on.random.shuffle(turns)
    waiting = [iter(section) for section in sections]
    return [next(waiting[turn]) for turn in turns]
