"""S6.2a: an appraisal is explained to its items, disputed by item, named as a cause, and tried by another form."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ledger.facts.appraisals import AppraisalForm
from ledger.facts.interchange_line import read_object
from ledger.ledger_metrics import LEDGER_METRICS, OF_LEADERS
from ledger.refusal import MissingError, UsageError
from projections.comparison import Coordinates, what_if_form
from projections.disputes import disputed_facts, open_disputes, reports_showing, shown_in, wrong_item
from projections.explanation import ExplainRequest, Node, explain
from projections.metrics import EVIDENCE
from projections.reports import report_of
from tests.ledger.material import SITE
from tests.manual.shorthand import people, scores, shifts
from tests.projections.office import Office, office, pay_of
from tests.projections.sides import compared

OCTOBER, NOVEMBER = "2026-10", "2026-11"
ENDED = {OCTOBER: datetime(2026, 11, 2, tzinfo=UTC), NOVEMBER: datetime(2026, 12, 2, tzinfo=UTC)}
AT = "2026-11-01T10:00:00+08:00"
FORM: dict[str, Any] = {
    "kind": "appraisal_form", "form": "w", "version": 1, "component": "work", "roles": ["csr"], "ref": "f1",
    "items": [
        {"item": "mail", "max": 60, "source": "judged"},
        {"item": "late", "max": 20, "source": "metric", "metric": "ledger.late_times",
         "scale": [{"at_most": "0", "points": 20}, {"at_most": "1", "points": 10}]},
        {"item": "aht", "max": 20, "source": "metric", "metric": "aht", "scale": [{"at_most": "300", "points": 20}]},
    ],
}  # fmt: skip


def appraisal(employee: str, mail: Any, **others: Any) -> dict[str, Any]:
    line = {"kind": "appraisal", "employee": employee, "period": OCTOBER, "component": "work", "stage": "final"}
    return line | {"form": "w", "version": 1, "points": {"mail": mail}, "evaluator": "L", "at": AT} | others


def metric(employee: str, value: str | None) -> dict[str, Any]:
    return {"kind": "metric", "employee": employee, "period": OCTOBER, "metric": "aht", "value": value}


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Office]:
    found = office(tmp_path)
    found.given(
        {**SITE, "kind": "site"},
        *people("E1 csr\nE2 csr\nE3 csr"),
        *shifts("E1 2026-10-05 C  in 09:35  out 18:00\nE2 2026-10-05 C  in 09:30  out 18:00", "Asia/Shanghai"),
        *scores("E1 2026-10  call 80  work 10  behaviour 80\nE2 2026-10  call 70  work 72  behaviour 70"),
        FORM,
        metric("E1", "290"),
        appraisal("E1", 50, notes="轮班交接清楚"),
        at=ENDED[OCTOBER],
    )
    with found.ledger:
        yield found


def node_of(at: Office, name: str, employee: str, item: str | None = None) -> Node:
    return explain(at.books(), ExplainRequest(name, OCTOBER, employee, item)).node


def test_every_metric_of_the_ledger_is_computed_and_shows_what_it_counts() -> None:
    assert set(EVIDENCE) == set(LEDGER_METRICS) - set(OF_LEADERS)


@pytest.mark.slow
def test_a_component_is_explained_to_its_items_and_the_facts_that_a_metric_counts(at: Office) -> None:
    (work,) = node_of(at, "scores", "E1", "work").children
    assert (work.value, work.clause) == ("80.00", "S6.2a")
    told = {each.of.get("item"): each for each in work.walk() if each.term in ("judged_item", "metric_item")}
    assert {item: each.value for item, each in told.items()} == {"mail": "50.00", "late": "10.00", "aht": "20.00"}
    assert told["mail"].of["evaluator"] == "L"
    assert (told["late"].of["at_most"], told["aht"].of["at_most"]) == ("1.00", "300.00")
    kinds = {fact.fact.kind for fact in at.ledger.facts.at([one for each in work.walk() for one in each.facts])}
    assert kinds == {"appraisal", "appraisal_form", "metric", "shift", "clock"}


@pytest.mark.slow
def test_one_item_is_asked_for_by_its_component_and_name(at: Office) -> None:
    (row,) = node_of(at, "appraisals", "E1", "work:late").children
    assert row.of == {"component": "work", "item": "late"}
    assert {each.term: each.value for each in row.children}["value"] == "1.00"
    with pytest.raises(MissingError, match="there are: work:mail, work:late, work:aht"):
        node_of(at, "appraisals", "E1", "work:flow")


@pytest.mark.slow
def test_who_was_not_appraised_has_the_review_and_no_row(at: Office) -> None:
    (work,) = node_of(at, "scores", "E2", "work").children
    assert (work.value, work.clause) == ("72.00", "S6.2")
    assert {row["employee"] for row in at.rows(OCTOBER, "appraisals")} == {"E1"}


@pytest.mark.slow
def test_a_form_that_is_voided_stays_valid_for_what_was_recorded_by_it(at: Office) -> None:
    before = at.rows(OCTOBER, "appraisals")
    at.given({"kind": "void", "of_kind": "appraisal_form", "of": "f1", "by": "M", "reason": "new year"})
    assert at.rows(OCTOBER, "appraisals") == before
    assert len(before) == 3


@pytest.mark.slow
def test_a_dispute_of_an_item_is_shown_beside_that_item_and_beside_the_scores(at: Office) -> None:
    at.given({"kind": "dispute", "dispute": "D1", "employee": "E1", "at": AT, "text": "不同意", "period": OCTOBER,
              "item": "work:late"})  # fmt: skip
    books = at.books()
    disputes = open_disputes(books.journal, disputed_facts(at.ledger))
    month = books.reported(OCTOBER)
    beside = {
        name: [sorted(each.rows) for each in shown_in(report_of(name, month), books.journal, disputes)]
        for name in ("appraisals", "scores", "hours")
    }
    assert beside == {"appraisals": [[1]], "scores": [[0]], "hours": []}
    assert wrong_item("work:late") is None
    assert reports_showing("work:late") == ("appraisals", "scores")
    assert wrong_item("work:") is not None


@pytest.mark.slow
def test_a_comparison_names_the_appraisal_and_the_metric_as_causes(at: Office) -> None:
    before = at.ledger.facts.last_position()
    at.given(appraisal("E2", 60), metric("E2", "300"), at=ENDED[NOVEMBER])
    last = at.ledger.facts.last_position()
    found = compared(at, OCTOBER, Coordinates("replay", before), Coordinates("replay", last))
    assert {cause.name for cause in found.causes} == {"appraisal", "metric"}


@pytest.mark.slow
def test_a_late_appraisal_of_a_closed_period_is_adjusted_by_the_next_closing(at: Office) -> None:
    at.close(OCTOBER)
    frozen = at.rows(OCTOBER, "appraisals")
    # 0.3 x 70 + 0.4 x 20 + 0.3 x 70 = 50.00, below 60: the bonus of 100 yuan is taken back.
    at.given(appraisal("E2", 0), metric("E2", "301"), at=ENDED[NOVEMBER])
    assert at.rows(OCTOBER, "appraisals") == frozen
    assert pay_of(at.rows(NOVEMBER, "payroll"), "adjustment:2026-10")["E2"] == -10_000


def draft(**others: Any) -> AppraisalForm:
    items = [
        {"item": "mail", "max": 40, "source": "judged"},
        {"item": "aht", "max": 60, "source": "metric", "metric": "aht", "scale": [{"at_most": "300", "points": 60}]},
    ]
    fact = read_object(json.loads(json.dumps({**FORM, "version": 2, "items": items} | others)))
    assert isinstance(fact, AppraisalForm)
    return fact


@pytest.mark.slow
def test_a_draft_of_a_form_shows_who_moves_and_nothing_is_recorded(at: Office) -> None:
    last = at.ledger.facts.last_position()
    found = what_if_form(at.reader, at.engine, OCTOBER, last, draft())
    totals = {each.employee: (each.before, each.after) for each in found.moved if each.figure == "total"}
    # 0.3 x 80 + 0.4 x 80 + 0.3 x 80 = 80.00; mail 50 is at most 40 now, and 60 for aht: work 100, 88.00.
    assert totals == {"E1": (8_000, 8_800)}
    assert at.ledger.facts.last_position() == last


@pytest.mark.parametrize(
    ("others", "sentence"),
    [
        ({"version": 1}, "is on the ledger; give the draft a new version"),
        ({"form": "x"}, "nobody has a final appraisal of 2026-10 by the form 'x'"),
        ({"items": [{"item": "mail", "max": 40, "source": "judged"}]}, "40.00 points in all"),
    ],
)
def test_a_draft_that_cannot_be_tried_is_refused(at: Office, others: dict[str, Any], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        what_if_form(at.reader, at.engine, OCTOBER, at.ledger.facts.last_position(), draft(**others))
