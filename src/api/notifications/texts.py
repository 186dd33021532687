"""What a notification says: how many, until when, which month; own shifts; and a link. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any

from api.notifications.topics import Noted
from api.words.fact_words import kind_label
from api.words.language import Language
from api.words.translation import marked, said
from ledger.facts.base import Fact
from ledger.facts.effects import Notice

_MOST_SHIFTS = 42


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that somebody is told of: of which notice, and the fact; `is_due` where it is told for the second time
    because it is due."""

    notice: Notice
    noted: Noted
    is_due: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A notification as it is sent: plain text."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, for where there is no subject."""
        return "\n".join(self.lines)


def message(items: Sequence[Item], language: Language, zone: tzinfo, today: str, link: str) -> Message:
    """What one person is told of some facts at once."""
    lines = [line for notice in Notice for line in _LINES[notice](_of(items, notice), language, zone, today)]
    return Message(said("Workforce Ledger: something is there for you", language), (*lines, "", link))


def group_message(items: Sequence[Item], language: Language, link: str) -> Message:
    """What a group is told: that a roster or a month is out, for how many."""
    shifts = [each.noted for each in _of(items, Notice.ROSTER)]
    lines = list(_months(_of(items, Notice.MONTH), language, marked("The month %(period)s is closed.")))
    if shifts:
        days = sorted(each.recorded.business_date for each in shifts)
        people = len({each.recorded.employee for each in shifts})
        counts = {"first": days[0], "last": days[-1], "people": people, "shifts": len(shifts)}
        told = marked("The roster has changed, %(first)s to %(last)s. People: %(people)s. Shifts: %(shifts)s.")
        lines.insert(0, said(told, language, **counts))
    return Message(said("Workforce Ledger", language), (*lines, link))


def confirmation(language: Language, link: str) -> Message:
    """What is sent to an address before anything else."""
    told = said("Open this link and sign in, and notifications are sent to this address:", language)
    other = said("If you did not ask for it, do nothing.", language)
    return Message(said("Workforce Ledger: confirm this address", language), (told, link, "", other))


def due_at(opened: Fact, followed: Sequence[Fact]) -> date | datetime | None:
    """By when something is to be done, as it was last moved; None where at no time."""
    for fact in reversed(followed):
        moved: datetime | None = getattr(fact, "due_at", None)
        if moved is not None:
            return moved
    return None if opened.due_by is None else getattr(opened, opened.due_by)


def _of(items: Sequence[Item], notice: Notice) -> list[Item]:
    return [each for each in items if each.notice is notice]


def _decided(items: list[Item], language: Language, _zone: tzinfo, _today: str) -> Iterator[str]:
    disputes = sum(each.noted.opened.fact.kind == "dispute" for each in items)
    if len(items) > disputes:
        yield said("Your requests that were decided: %(count)s.", language, count=len(items) - disputes)
    if disputes:
        yield said("Your disputes that were decided: %(count)s.", language, count=disputes)


def _to_decide(items: list[Item], language: Language, _zone: tzinfo, today: str) -> Iterator[str]:
    handed = [each.noted.fact for each in items if not each.noted.fact.opens and not each.noted.fact.follows]
    waiting = [each for each in items if each.noted.fact not in handed]
    if waiting:
        days = [each.noted.recorded.business_date for each in waiting]
        until = min((day for day in days if day >= today), default=None)
        counted = {"count": len(waiting)}
        if until is None:
            yield said("New requests that wait for you: %(count)s.", language, **counted)
        else:
            yield said(
                "New requests that wait for you: %(count)s; the first by %(date)s.", language, **counted, date=until
            )
    for fact in handed:
        until_day = getattr(fact, "until", None)
        if until_day is None:
            yield said("Decisions that were handed over to you are yours no longer.", language)
        else:
            yield said("Decisions are handed over to you until %(date)s.", language, date=until_day)


def _roster(items: list[Item], language: Language, _zone: tzinfo, _today: str) -> Iterator[str]:
    latest: dict[str, Any] = {each.noted.recorded.business_date: each.noted.fact for each in items}
    if not latest:
        return
    days = sorted(latest)
    codes = {day: getattr(latest[day], "shift", None) or said("off", language) for day in days}
    yield said(
        "Your shifts: %(shifts)s.", language, shifts=", ".join(f"{day} {codes[day]}" for day in days[:_MOST_SHIFTS])
    )
    if len(days) > _MOST_SHIFTS:
        yield said("And on %(count)s more days.", language, count=len(days) - _MOST_SHIFTS)


def _reading(items: list[Item], language: Language, _zone: tzinfo, _today: str) -> Iterator[str]:
    if items:
        yield said("There is something for you to read: %(count)s.", language, count=len(items))


def _duties(items: list[Item], language: Language, zone: tzinfo, _today: str) -> Iterator[str]:
    for each in items:
        when = due_at(each.noted.opened.fact, [])
        parts = {"what": kind_label(each.noted.opened.fact.kind, language), "when": _when(when, zone)}
        if each.is_due:
            yield said("Due: %(what)s, %(when)s.", language, **parts)
        elif when is None:
            yield said("New: %(what)s.", language, **parts)
        else:
            yield said("New: %(what)s, due %(when)s.", language, **parts)


def _when(when: date | datetime | None, zone: tzinfo) -> str:
    if isinstance(when, datetime):
        return f"{when.astimezone(zone):%Y-%m-%d %H:%M}"
    return "" if when is None else when.isoformat()


def _closed(items: list[Item], language: Language, _zone: tzinfo, _today: str) -> Iterator[str]:
    yield from _months(items, language, marked("The month %(period)s is closed; your payslip is there."))


def _months(items: list[Item], language: Language, told: str) -> Iterator[str]:
    for period in sorted({str(getattr(each.noted.fact, "period", "")) for each in items}):
        yield said(told, language, period=period)


_LINES = {
    Notice.TO_DECIDE: _to_decide,
    Notice.DECIDED: _decided,
    Notice.ROSTER: _roster,
    Notice.READING: _reading,
    Notice.DUTY: _duties,
    Notice.MONTH: _closed,
}
