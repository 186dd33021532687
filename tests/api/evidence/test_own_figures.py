"""Figures of an explanation that are a fact's own: the verifier knows every step that has one, and no other."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ledger.proof.verify_evidence import OWN_FIGURES, Fact, is_own_figure, two_decimals
from ledger.recorded_fact import RecordedFact
from projections.explanation import Node
from tests.projections.demo_ledgers import demo_lines
from tests.projections.explained import explain_row
from tests.projections.settlement_cases import leaving, person, rules
from tests.projections.test_explanations import LONG_AFTER, Centre, centre_of
from tests.projections.test_time_explained import contract, lines, overtime

pytestmark = pytest.mark.slow

FROM_BEFORE = {"granted=allowance.amount"}
"""What only files of 0.1.0 have."""
OF_SEVERAL = {"deficit_left=opening.deficit", "shift=shift.shift"}
"""What a fact's field may be by chance: a deficit of which nothing is repaid, a roster without a swap."""

SELDOM = {
    *("brought_deficit=opening.deficit", "last_day=leaving.last_day", "notice_from=notice.from"),
    *("role=assignment.role", "team=assignment.team", "team=employee.team"),
}
"""What none of these payslips rests on."""


def lines_of_contracts() -> list[dict[str, Any]]:
    """One by the hour with overtime that is added, and one who leaves under notice with leave by service."""
    by_service = {"annual": [{"years_below": None, "days": 5}]}
    return [
        *lines(),
        rules("2026-08", "w", entitlement_by_service=by_service, leave_settlement={"annual": "1"}),
        overtime("H", "2026-07-09", 45),
        *person("S"),
        contract("S", "2026-07-01", "monthly"),
        {"kind": "seniority", "employee": "S", "from": "2020-01-01"},
        {"kind": "notice", "employee": "S", "from": "2026-08-03"},
        leaving("S", "2026-08-20"),
    ]


def leaves(centre: Centre) -> Iterator[tuple[Node, list[RecordedFact]]]:
    """The steps of all payslips that rest on facts and on no other step, with the facts."""
    for period, reports in centre.reports.items():
        for employee in {row["employee"] for row in reports["payroll"]}:
            for step in explain_row(centre.explainer, "payroll", period, employee).walk():
                if step.facts and not step.children:
                    yield step, list(centre.ledger.facts.at(list(step.facts)))


def state_of(fact: RecordedFact) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(fact.fact.model_dump_json(by_alias=True))
    return state


def as_shown(step: Node, value: Any) -> Any:
    return two_decimals(value) if step.unit in {"yuan", "points"} and type(value) is int else value


@pytest.fixture
def centres(tmp_path: Path) -> Iterator[list[Centre]]:
    made = []
    for name, told in (("demonstration", demo_lines()), ("contracts", lines_of_contracts())):
        (tmp_path / name).mkdir()
        periods = {"demonstration": ["2026-10", "2026-11"], "contracts": ["2026-07", "2026-08"]}[name]
        made.append(centre_of(tmp_path / name, told, periods, LONG_AFTER))
    yield made
    for centre in made:
        centre.ledger.close()


def test_the_figures_that_are_a_facts_own_are_those_that_the_verifier_knows(centres: list[Centre]) -> None:
    found = {
        f"{step.term.partition(':')[0]}={fact.fact.kind}.{name}"
        for centre in centres
        for step, facts in leaves(centre)
        if step.value is not None
        for fact in facts
        for name, value in state_of(fact).items()
        if as_shown(step, value) == step.value
    }
    known = set(OWN_FIGURES.split()) - FROM_BEFORE
    assert found - OF_SEVERAL - known == set()
    assert known - found == SELDOM


def test_a_step_that_the_verifier_knows_says_what_its_fact_says(centres: list[Centre]) -> None:
    own = 0
    for centre in centres:
        for step, facts in leaves(centre):
            shown = {each.position: Fact(each.position, each.fact.kind, state=state_of(each)) for each in facts}
            told = {"term": step.term, "value": step.value, "unit": step.unit, "facts": list(step.facts)}
            own += is_own_figure(told, shown)
    assert own > 100
