"""S13.2, S13.9, S13.10 and S13.14 Traffic, guidance and tasks: what may be recorded beside what stands."""

from collections.abc import Callable, Mapping

from ledger.decisions.judgement import decides, unopened
from ledger.decisions.references import unknown_fact
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState, in_force, standing
from ledger.facts.appraisals import Appraisal
from ledger.facts.base import KINDS
from ledger.facts.guidance import ImprovementPlan, Reminder
from ledger.facts.instructions import Acknowledgement
from ledger.facts.streams import key_stream
from ledger.facts.tasks import Task, TaskStep
from ledger.facts.traffic import Volume
from ledger.refusal import Refusal


@decides(Volume)
def decide_volume(fact: Volume, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S13.2 话务量: of a date, channel and queue either a row of the day or rows of intervals stand."""
    if fact.offered is None:
        return ACCEPTED
    beside = _row_of_the_day(fact, state) if fact.interval is not None else _row_of_an_interval(fact, state)
    if beside is None:
        return ACCEPTED
    there = "a row of the day" if beside.interval is None else f"a row of the interval {beside.interval}"
    queue = "" if fact.queue is None else f", queue {fact.queue!r}"
    return Refusal(
        "day_and_intervals",
        f"volume: {there} stands for {fact.date}, {fact.channel}{queue}, and the day's contacts would count twice; "
        "send either the day or its intervals, or take that row back with offered and answered null (S13.2)",
    )


def _row_of_the_day(fact: Volume, state: LedgerState) -> Volume | None:
    row = standing(Volume, (fact.date.isoformat(), fact.channel, fact.queue, None), state)
    return row if row is not None and row.offered is not None else None


def _row_of_an_interval(fact: Volume, state: LedgerState) -> Volume | None:
    streams = state.streams_on(Volume.kind, fact.date.isoformat())
    state.read(streams)
    found = (in_force(Volume.kind, stream, state) for stream in streams)
    rows = (known.fact for known in found if known is not None)
    return next((row for row in rows if isinstance(row, Volume) and _is_interval_of(row, fact)), None)


def _is_interval_of(row: Volume, day: Volume) -> bool:
    same = (row.date, row.channel, row.queue) == (day.date, day.channel, day.queue)
    return same and row.interval is not None and row.offered is not None


@decides(Reminder, evident=lambda fact: fact.about is None)
@decides(ImprovementPlan, evident=lambda fact: not fact.about)
def decide_guidance(fact: Reminder | ImprovementPlan, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S13.9 提醒与改进方案: the facts that they are about are on the ledger, as with a dispute."""
    about = (fact.about,) if isinstance(fact.about, str) else fact.about or ()
    return unknown_fact(fact, "about", about, state) or ACCEPTED


@decides(TaskStep)
def decide_task_step(fact: TaskStep, state: LedgerState, opener: Known | None) -> Accepted | Refusal:
    """S13.14 任务进展: a step is of one of those who have the task."""
    if opener is None:
        return unopened(fact)
    task = opener.fact
    assert isinstance(task, Task)
    if fact.employee in task.to:
        return Accepted(follows=opener)
    return Refusal(
        "not_allowed",
        f"task_step: the task {fact.task!r} is for {', '.join(task.to)}, and not for {fact.employee!r}; give one of "
        "these as employee (S13.14)",
    )


@decides(Acknowledgement)
def decide_acknowledgement(fact: Acknowledgement, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S13.10 确认: what is signed stands at that moment, and is for everybody or about who signs it."""
    known = _FINDERS.get(fact.of_kind, _numbered)(fact, state)
    if known is not None and known.employee in ("", fact.employee):
        return ACCEPTED
    return Refusal(
        "unknown_fact",
        f"acknowledgement: of {fact.of!r} is not a standing {fact.of_kind} about {fact.employee!r}; give the number, "
        "period or quarter of one (S13.10)",
    )


def _numbered(fact: Acknowledgement, state: LedgerState) -> Known | None:
    """What has a number of its own: an instruction, a monitoring, a reminder or a plan."""
    own = state.history(key_stream(fact.of_kind, (fact.of,)))[:1]
    found = own if own or KINDS[fact.of_kind].opens else state.numbered(fact.of_kind, fact.of)
    return next((known for known in found if not state.is_voided(known.position)), None)


def _review(fact: Acknowledgement, state: LedgerState) -> Known | None:
    return in_force(fact.of_kind, key_stream(fact.of_kind, (fact.employee, fact.of)), state)


def _appraisal(fact: Acknowledgement, state: LedgerState) -> Known | None:
    """S6.2a: a final appraisal that is not withdrawn."""
    period, _, component = fact.of.partition("/")
    key = (fact.employee, period, component, "final")
    known = in_force(Appraisal.kind, key_stream(Appraisal.kind, key), state)
    appraisal = None if known is None else known.fact
    return known if isinstance(appraisal, Appraisal) and appraisal.points is not None else None


_FINDERS: Mapping[str, Callable[[Acknowledgement, LedgerState], Known | None]] = {
    "work_review": _review,
    "behaviour_review": _review,
    "quarter_review": _review,
    "appraisal": _appraisal,
}
"""How what has no number of its own is found."""
