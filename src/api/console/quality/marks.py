"""Marks for the criteria of a form, as they are typed: a score, passed or failed, or not applicable (S6.1a)."""

from collections.abc import Sequence
from typing import Any

from starlette.datastructures import FormData

from api.console.form_submission import invalid
from api.console.quality.form_versions import Form, FormCriterion
from api.console.quality.score import points, score_of
from api.console.visit import Visit
from api.operations.evaluations import evaluation_score
from api.words.translation import marked
from projections.evaluations import FULL, Criterion

PASSED, FAILED, NOT_APPLICABLE = "passed", "failed", "not_applicable"


def marks_of(sent: FormData, form: Form) -> list[str]:
    """What was marked for each criterion, as it was typed."""
    return [
        NOT_APPLICABLE if sent.get(f"none-{place}") else str(sent.get(f"mark-{place}", "")).strip()
        for place in range(len(form.criteria))
    ]


def marks_as_recorded(form: Form, criteria: Sequence[Criterion]) -> list[str]:
    """What an evaluation has marked for each criterion of its form, as it is typed."""
    known = {each.name: each.score for each in criteria}
    return [_typed(each, known.get(each.name)) for each in form.criteria]


def _typed(criterion: FormCriterion, score: int | None) -> str:
    if score is None:
        return NOT_APPLICABLE
    if criterion.is_passed_or_failed and score in (0, FULL):
        return PASSED if score else FAILED
    return points(score)


def judged(visit: Visit, form: Form, marks: Sequence[str]) -> dict[str, Any]:
    """The criteria and the score of a fact. Raises Problem where a mark is missing or invalid, or none counts."""
    criteria = [_marked(each, mark) for each, mark in zip(form.criteria, marks, strict=True)]
    for each, found in zip(form.criteria, criteria, strict=True):
        if found is None:
            sentence = marked(
                "%(criterion)s has no score; give one from 0 to 100 with at most two decimals, such as 85.5."
            )
            raise invalid(visit, sentence, criterion=each.name)
    whole = [each for each in criteria if each is not None]
    score = evaluation_score(visit.context, whole).score
    if score is None:
        raise invalid(visit, marked("No criterion that counts is applicable; give at least one of them a score."))
    listed = [
        {"name": each.name, "weight": each.weight, "score": None if each.score is None else points(each.score)}
        for each in whole
    ]
    return {"score": points(score), "criteria": listed}


def previewed(visit: Visit, form: Form, marks: Sequence[str]) -> dict[str, Any]:
    """What the score comes to, which criteria have none yet, and which failed the whole."""
    found = [(each, _marked(each, mark)) for each, mark in zip(form.criteria, marks, strict=True)]
    told = evaluation_score(visit.context, [each for _, each in found if each is not None])
    return {
        "missing": [criterion.name for criterion, each in found if each is None],
        "failed": told.failed,
        "score": points(told.score),
    }


def _marked(criterion: FormCriterion, mark: str) -> Criterion | None:
    """A criterion as marked; None where the mark is invalid."""
    if mark == NOT_APPLICABLE:
        return Criterion(criterion.name, criterion.weight, None, criterion.critical)
    score = {PASSED: FULL, FAILED: 0}.get(mark) if criterion.is_passed_or_failed else score_of(mark)
    return None if score is None else Criterion(criterion.name, criterion.weight, score, criterion.critical)
