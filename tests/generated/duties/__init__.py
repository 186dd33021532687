"""Made-up duties of the manual (S13), of requests (S3.3b) and of payments (S10.9), beside an ordinary centre."""

from collections.abc import Callable
from random import Random

from tests.generated import mistakes, noise
from tests.generated.setting import Line, Setting
from tests.generated.working_time import Roster

from . import bad, guidance, pay, presence, requests, service, signing, traffic

__all__ = ["with_duties"]

SECTIONS: list[Callable[[Setting, Roster], list[Line]]] = [
    requests.punch_requests,
    requests.overtime_requests,
    traffic.volumes,
    traffic.staff_needs,
    service.refunds,
    service.promises,
    service.complaints,
    guidance.quotas,
    guidance.reminders_and_plans,
    guidance.tasks,
    guidance.trainings,
    guidance.quality_work,
    presence.seats,
    presence.briefings,
    presence.handovers,
    presence.violations,
    presence.punches_of_others,
    signing.instructions,
    pay.organisation,
    pay.payments,
    pay.quarter_reviews,
]


def with_duties(on: Setting, lines: list[Line], given: Roster) -> list[Line]:
    """Put duties in between the lines of a centre, after the people whom they name."""
    for line in on.rules:
        line["parameters"].update(_limits(on))
    known = {line["employee"] for line in lines if line["kind"] == "employee"} & {each.number for each in on.people}
    first = 0
    while known:
        known -= {lines[first].get("employee")} if lines[first]["kind"] == "employee" else set()
        first += 1
    sections = [section(on, given) for section in SECTIONS]
    sections.append(signing.signatures(on, lines))
    duties = noise.with_noise(on, _mixed(on, [*sections, bad.lines(on)]))
    duties = mistakes.with_mistakes(_some_voided(on, duties), Random(len(duties)))
    return [*lines[:first], *_mixed(on, [lines[first:], duties])]


def _limits(on: Setting) -> Line:
    """Parameters that requests and briefings ask for."""
    choices: Line = {
        "punch_request_days": on.pick([None, 0, 2, 4]),
        "punch_requests_per_period": on.pick([None, 0, 1, 2]),
        "briefing_minutes": on.pick([0, 5, 20, 60]),
    }
    return {key: choices[key] for key in on.some(list(choices))}


def _mixed(on: Setting, sections: list[list[Line]]) -> list[Line]:
    """Interleave sections at random, each in its own order."""
    turns = [number for number, section in enumerate(sections) for _line in section]
    on.random.shuffle(turns)
    waiting = [iter(section) for section in sections]
    return [next(waiting[turn]) for turn in turns]


NUMBERS = {
    **{kind: kind for kind in ("refund", "promise", "reminder", "task", "instruction", "training", "violation")},
    "briefing": "briefing",
    "handover": "handover",
    "test_call": "test",
    "reply_review": "review",
    "work_error": "error",
    **dict.fromkeys(("acknowledgement", "seat", "clock"), ""),
}


def _some_voided(on: Setting, lines: list[Line]) -> list[Line]:
    """Void some of those that a void may name by number or ref, soon or late."""
    found: list[Line] = []
    waiting: list[Line] = []
    for line in lines:
        found.append(line)
        number = line.get("ref") or line.get(NUMBERS.get(line["kind"], ""))
        if line["kind"] in NUMBERS and number and on.chance(15):
            void = {"kind": "void", "of_kind": line["kind"], "of": number, "by": "M", "reason": "entered wrongly"}
            (found if on.chance(50) else waiting).append(void)
            if on.chance(20):
                found.append(line)
    return found + waiting
