"""What a dispute is about, and what its decision did."""

from collections.abc import Mapping, Sequence
from typing import Any

from api.console.quality.monitorings import shown_evaluation
from api.console.score_change import ScoreChange, score_change, scores_of
from api.console.visit import Visit
from api.operations.evaluations import KINDS, Evaluation, evaluation, put_together
from api.operations.facts import fact as fact_of_id
from api.problems import Problem
from api.words.fact_words import fields_told
from ledger.facts.base import ENVELOPE

_CHOICES = 60
_OF_SCORES = ("call", "work", "behaviour", "total")


def told_of(visit: Visit, dispute: Mapping[str, Any]) -> dict[str, Any]:
    """What the page of a dispute shows: the evaluation or figure it is about, and what the decision did."""
    opened = dispute["opened"]
    about = fact_about(visit, opened)
    found = None if about is None or about["kind"] != "monitoring" else evaluation(visit.context, about["monitoring"])
    choices = [] if found is not None or dispute["followed"] else _choices(visit, opened)
    told: dict[str, Any] = {
        "dispute": dispute,
        "about": about,
        "about_fields": [] if about is None else fields_told(_own_fields(about), visit.language),
        "found": found,
        "choices": choices,
        "likely": _likely(choices, opened["text"]),
        "scores": _figures(visit, opened),
        "changes": _changes(visit, dispute),
        "people": visit.people(),
        "zone": visit.zone,
        "marked": [],
    }
    return told if found is None else told | shown_evaluation(visit, found)


def fact_about(visit: Visit, opened: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The fact that a dispute names; None where it names none, or none within reach."""
    if not opened.get("about"):
        return None
    try:
        found: Mapping[str, Any] = fact_of_id(visit.context, opened["about"])
    except Problem as problem:
        if problem.kind.name == "not-found":
            return None
        raise
    return found


def _own_fields(fact: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fact.items() if name not in ("kind", *ENVELOPE)}


def revisions_since(visit: Visit, dispute: Mapping[str, Any]) -> list[str]:
    """The ids of what revised the evaluation that a dispute is about since it was opened."""
    about = fact_about(visit, dispute["opened"])
    if about is None or about["kind"] != "monitoring":
        return []
    found = evaluation(visit.context, about["monitoring"])
    return [each["id"] for each in found.followed if each["position"] > dispute["opened"]["position"]]


def _choices(visit: Visit, opened: Mapping[str, Any]) -> list[Evaluation]:
    """Where no evaluation is named: the employee's, the latest first."""
    facts = visit.facts(*KINDS, employee=opened["employee"])
    return sorted(put_together(facts), key=lambda each: each.opened["date"], reverse=True)[:_CHOICES]


def _likely(choices: Sequence[Evaluation], text: str) -> str:
    """The number of the evaluation that the text of a dispute speaks of; empty where it speaks of none."""
    return next((each.number for each in choices if each.number in text), "")


def _figures(visit: Visit, opened: Mapping[str, Any]) -> dict[str, str | None] | None:
    """The scores of the period that a dispute names, where its figure is one of them."""
    if not opened.get("period") or opened.get("item") not in (None, *_OF_SCORES):
        return None
    return scores_of(visit, opened["period"], opened["employee"])


def _changes(visit: Visit, dispute: Mapping[str, Any]) -> list[ScoreChange]:
    """What the revisions that a decision names did to the employee's scores."""
    found = []
    for fact in dict.fromkeys(fact for each in dispute["followed"] for fact in each.get("facts") or ()):
        told = fact_about(visit, {"about": fact})
        if told is None or told["kind"] != "monitoring_revision":
            continue
        revised = evaluation(visit.context, told["monitoring"])
        change = score_change(visit, revised.opened["date"], revised.employee, told["position"])
        found += [] if change is None else [change]
    return found
