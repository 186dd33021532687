"""The quality report of a period: means with their trend, commonest faults, what could be better, the distribution."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from starlette.responses import Response

from api.charts import Chart, Series
from api.console.periods import every_period, named
from api.console.quality.evaluations import evaluations_of
from api.console.quality.figures import Agent, Fault, Step, agents, distribution, faults
from api.console.quality.form_versions import critical_names, every_form
from api.console.quality.score import drawn, points, shown_points
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.evaluations import CallScores, Evaluation, call_scores
from api.operations.evaluators import Evaluator, evaluators

room = Room()
_PERIODS, _BARS, _NOTES, _FAULTS = 6, 25, 30, 10


@room.get("/quality/report")
def report(visit: Visit) -> Response:
    """The report of a period, of everybody or of a team: what the books say; single evaluations come after it."""
    periods, people, team = every_period(visit), visit.people(), visit.query.get("team")
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    shown = periods[: periods.index(period) + 1][-_PERIODS:]
    reports = [call_scores(visit.context, each["period"], team) for each in shown]
    now, before = reports[-1], reports[-2] if len(reports) > 1 else None
    means_before = {} if before is None else before.scores
    return visit.page(
        "quality/report.html",
        periods=periods,
        period=period["period"],
        team=team or "",
        teams=visit.teams("report scores"),
        people=people,
        scored=len(now.scores),
        mean=now.mean,
        before=None if before is None else before.mean,
        waiting=now.waiting,
        may_record=visit.may("record monitoring") is not None,
        points=points,
        signed=signed,
        charts=_charts(visit, reports, agents([], now.scores, means_before), people),
    )


@room.get("/quality/report/evaluations")
def report_evaluations(visit: Visit) -> Response:
    """What only the single evaluations of the period tell: how many, their distribution, faults, and notes."""
    periods, team = every_period(visit), visit.query.get("team")
    period = named(periods, visit.query.get("period", "")) or periods[-1]
    shown = periods[: periods.index(period) + 1][-2:]
    reports = [call_scores(visit.context, each["period"], team) for each in shown]
    now, before = reports[-1], reports[0].scores if len(reports) > 1 else {}
    every = evaluations_of(visit, period)
    found = [each for each in every if each.score is not None and (team is None or each.employee in now.members)]
    lost = _faults(visit, found)[:_FAULTS]
    marking = evaluators(visit.context, period["period"]).evaluators if visit.may("see evaluators") else []
    return visit.page(
        "quality/report_evaluations.html",
        period=period["period"],
        team=team or "",
        people=visit.people(),
        count=len(found),
        lines=agents(found, now.scores, before),
        faults=lost,
        notes=_notes(found),
        points=points,
        signed=signed,
        marking=marking,
        charts={**_more_charts(visit, lost, found), "marking": _marking_chart(visit, marking)},
    )


def signed(change: int | None) -> str:
    """By how much a mean moved: `+1.50`, `−0.25`, or empty."""
    if change is None:
        return ""
    return f"{'−' if change < 0 else '+'}{points(abs(change))}" if change else "0.00"


def _faults(visit: Visit, found: Sequence[Evaluation]) -> list[Fault]:
    forms = every_form(visit)
    return faults(found, {each.number: critical_names(forms, each.form) for each in found if each.form})


def _notes(found: Sequence[Evaluation]) -> list[Evaluation]:
    """The evaluations with a word on what could be better, the latest first."""
    noted = [each for each in found if each.opened.get("comment")]
    return sorted(noted, key=lambda each: str(each.opened["date"]), reverse=True)[:_NOTES]


def _charts(
    visit: Visit, reports: Sequence[CallScores], lines: Sequence[Agent], people: Mapping[str, Any]
) -> dict[str, Chart]:
    scored = [each for each in lines if each.mean is not None]
    few = scored[:_BARS]
    names = [f"{people[each.employee]['name'] if each.employee in people else ''} {each.employee}" for each in few]
    title = visit.says("Call score by agent")
    if len(scored) > _BARS:
        title = visit.says("The %(count)s lowest call scores; choose a team to see everybody", count=_BARS)
    now, before = visit.says("This period"), visit.says("The period before")
    bars = [Series(now, [drawn(each.mean) for each in few]), Series(before, [drawn(each.before) for each in few])]
    agent, period = visit.says("Agent"), visit.says("Period")
    trend = Series(visit.says("Mean of the call scores"), [drawn(each.mean) for each in reports])
    return {
        "trend": Chart(
            visit.says("Mean of the agents' call scores by period"),
            "line",
            [each.period for each in reports],
            [trend],
            period,
            shown_points,
        ),
        "agents": Chart(title, "lying", names, bars, agent, shown_points),
    }


def _more_charts(visit: Visit, lost: Sequence[Fault], found: Sequence[Evaluation]) -> dict[str, Chart]:
    steps = distribution([each.score for each in found if each.score is not None])
    counts = Series(visit.says("Evaluations"), [each.count for each in steps] if found else [None for _ in steps])
    faulty = Series(visit.says("Points lost"), [drawn(each.lost) for each in lost])
    bounds, criteria = [_step(each) for each in steps], [each.criterion for each in lost]
    score, criterion = visit.says("Score"), visit.says("Criterion")
    return {
        "steps": Chart(visit.says("Scores of single evaluations"), "bars", bounds, [counts], score, counted=True),
        "faults": Chart(
            visit.says("Points of the whole that criteria lost"), "lying", criteria, [faulty], criterion, shown_points
        ),
    }


def _marking_chart(visit: Visit, marking: Sequence[Evaluator]) -> Chart:
    series = [
        Series(visit.says("Mean score"), [Decimal(each.mean) for each in marking]),
        Series(visit.says("Spread"), [Decimal(each.spread) for each in marking]),
    ]
    names = [each.evaluator for each in marking]
    title = visit.says("How evaluators mark")
    return Chart(title, "lying", names, series, visit.says("Evaluator"), shown_points)


def _step(step: Step) -> str:
    return f"{step.low // 100}–{step.high // 100 - (step.high < 10_000)}"
