"""Appraisals: what a form must be, which metrics and points are refused, and what a void leaves (S6.2a, S11.5)."""

from typing import Any

import pytest

from ledger.ledger import Ledger
from ledger.ledger_metrics import LEDGER_METRICS, OF_LEADERS
from tests.ledger.material import given, refusal, when
from tests.ledger.test_voids import last_id, void

AT = "2026-11-01T10:00:00+08:00"
JUDGED = {"item": "mail", "max": "60.50", "source": "judged"}
MEASURED: dict[str, Any] = {"item": "handling", "max": "39.50", "source": "metric", "metric": "aht",
                            "scale": [{"at_most": "300", "points": "39.50"}]}  # fmt: skip
FORM: dict[str, Any] = {"kind": "appraisal_form", "form": "w", "version": 1, "component": "work", "roles": ["csr"]}
APPRAISAL: dict[str, Any] = {"kind": "appraisal", "employee": "A", "period": "2026-10", "component": "work",
                             "stage": "final", "form": "w", "version": 1, "points": {"mail": "35"},
                             "evaluator": "L", "at": AT}  # fmt: skip
WHOLE = {**FORM, "items": [JUDGED, MEASURED]}


def metric(name: str) -> dict[str, Any]:
    return {**MEASURED, "metric": name, "max": 100, "scale": [{"at_least": "1", "points": 100}]}


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"items": [JUDGED]}, "60.50 points in all; give 100.00 together"),
        ({"items": [{**JUDGED, "max": "99.99"}]}, "99.99 points in all"),
        ({"items": [JUDGED, {**MEASURED, "item": "mail"}]}, "the item 'mail' is there twice"),
        ({"items": [{**JUDGED, "max": 100}, {**JUDGED, "item": "x", "max": 0}]}, "'x' has a max of 0.00"),
        ({"items": [{**MEASURED, "max": 100, "scale": []}]}, "a scale with at least one step"),
        ({"items": [{**JUDGED, "max": 100, "source": "metric"}]}, "give its metric"),
        ({"items": [{**JUDGED, "max": 100, "metric": "aht"}]}, "is judged, and has a metric"),
        ({"items": [JUDGED, {**MEASURED, "scale": [{"points": 1}]}]}, "exactly one of them"),
        ({"items": [JUDGED, {**MEASURED, "scale": [{"at_least": "1", "at_most": "2", "points": 1}]}]}, "exactly one"),
        ({"items": [JUDGED, {**MEASURED, "scale": [{"at_most": "1", "points": "39.51"}]}]}, "gives 39.51 of 39.50"),
        ({"items": [metric("ledger.aht")]}, "which the ledger does not compute; give one of ledger.late_times"),
        ({"items": [metric("ledger.team_total_mean")]}, "for forms of team_leader or qa alone"),
        ({"items": [metric("ledger.csr_total_mean")], "roles": ["qa", "manager"]}, "for forms of team_leader or qa"),
        ({"items": [JUDGED, MEASURED], "roles": []}, "roles is empty"),
        ({"items": [JUDGED, MEASURED], "roles": ["csr", "csr"]}, "has a role twice"),
    ],
)
def test_a_form_that_is_no_whole_is_refused(ledger: Ledger, form: dict[str, Any], sentence: str) -> None:
    given(ledger)
    told = refusal(when(ledger, **FORM | form))
    assert told.startswith("wrong_form: appraisal_form: ")
    assert sentence in told


def test_every_metric_of_the_ledger_may_be_named_by_a_form_that_is_for_it(ledger: Ledger) -> None:
    given(ledger)
    for version, name in enumerate(LEDGER_METRICS, start=1):
        roles = ["team_leader", "qa"] if name in OF_LEADERS else ["csr", "team_leader", "qa", "manager"]
        form = FORM | {"version": version, "roles": roles, "items": [metric(name)]}
        assert when(ledger, **form).status == "accepted"
        told = refusal(when(ledger, kind="metric", employee="A", period="2026-10", metric=name, value="1"))
        assert told.startswith("reserved_metric: ")


def test_a_version_is_one_fact_whatever_its_ref_and_stays_taken_when_it_is_voided(ledger: Ledger) -> None:
    given(ledger, WHOLE)
    assert when(ledger, **WHOLE, ref="again").status == "duplicate"
    assert when(ledger, **{**WHOLE, "component": "behaviour"}, ref="other").status == "conflict"
    assert when(ledger, **void("appraisal_form", last_id(ledger))).status == "accepted"
    assert when(ledger, **WHOLE).status == "duplicate"
    assert when(ledger, **{**WHOLE, "roles": ["qa"]}).status == "conflict"


@pytest.mark.parametrize(
    ("appraisal", "sentence"),
    [
        ({"version": 2}, "unknown_form: appraisal: form 'w' version 2 is not on the ledger"),
        ({"component": "behaviour"}, "wrong_component: appraisal: form 'w' version 1 is for work"),
        ({"points": {"mail": "60.51"}}, "wrong_points: appraisal: 'mail' has 60.51 points of 60.50"),
        ({"points": {"mail": 1, "handling": 1}}, "wrong_points: appraisal: 'handling' is not a judged item"),
        ({"points": {}}, "wrong_points: appraisal: the item 'mail' has no points"),
    ],
)
def test_points_that_the_form_does_not_take_are_refused(
    ledger: Ledger, appraisal: dict[str, Any], sentence: str
) -> None:
    given(ledger, WHOLE)
    assert refusal(when(ledger, **APPRAISAL | appraisal)).startswith(sentence)


def test_a_preliminary_appraisal_may_leave_items_to_others_and_a_withdrawal_gives_none(ledger: Ledger) -> None:
    given(ledger, WHOLE)
    assert when(ledger, **APPRAISAL | {"stage": "preliminary", "points": {}}).status == "accepted"
    assert when(ledger, **APPRAISAL).status == "accepted"
    assert when(ledger, **APPRAISAL | {"points": {" mail ": "35.00"}}).status == "duplicate"
    assert when(ledger, **APPRAISAL | {"points": None}).status == "accepted"
    (withdrawn,) = ledger.facts.page(ledger.facts.last_position() - 1, 1)
    assert withdrawn.as_json()["points"] is None


def test_an_appraisal_by_a_form_that_was_voided_since_may_stand_again(ledger: Ledger) -> None:
    given(ledger, {**WHOLE, "ref": "f"}, APPRAISAL, {**APPRAISAL, "points": {"mail": 1}, "ref": "second"})
    assert when(ledger, **void("appraisal_form", "f")).status == "accepted"
    assert when(ledger, **void("appraisal", "second")).status == "accepted"
    assert when(ledger, **APPRAISAL).status == "duplicate"
    assert refusal(when(ledger, **APPRAISAL | {"points": {"mail": 2}})).startswith("unknown_form: ")


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ({"mail": 101}, "appraisal: points.mail is 101; give an object of items with points from 0 to 100"),
        ({"form": "x"}, 'appraisal: points.form is "x"; give an object of items with points from 0 to 100'),
        ({"mail": 1, "mail ": 2}, "appraisal: points: an item is there twice"),
        ([], "appraisal: points is []; give an object of items"),
    ],
)
def test_points_that_are_no_points_are_refused_in_a_sentence(ledger: Ledger, points: Any, sentence: str) -> None:
    given(ledger, WHOLE)
    assert sentence in refusal(when(ledger, **APPRAISAL | {"points": points}))


@pytest.mark.parametrize(("value", "shown"), [("-3.5", "-3.50"), ("310", "310.00"), (None, None)])
def test_a_metric_may_be_below_zero_and_null_withdraws_it(ledger: Ledger, value: str | None, shown: str | None) -> None:
    given(ledger)
    line = {"kind": "metric", "employee": "A", "period": "2026-10", "metric": "aht", "value": value}
    assert when(ledger, **line).status == "accepted"
    (recorded,) = ledger.facts.page(ledger.facts.last_position() - 1, 1)
    assert recorded.as_json()["value"] == shown
    assert refusal(when(ledger, **line | {"value": 3})).startswith("bad_value: metric: value is 3; give a decimal")
