"""No clause of the manual that yields a figure is without a worked case."""

import re
from pathlib import Path

from tests.manual.cases import all_cases

MANUAL = Path(__file__).parents[2] / "docs" / "manual.md"
YIELDS_NO_FIGURE = {
    "S1.3a": "says who may be employed again, and under which number",
    "S11.2": "closing freezes figures, it makes none",
    "S11.3": "says which state the books and a replay build on; their own tests compare the two",
    "S11.4": "says how a difference is posted; its figures are those of the replay",
    "S12.1": "conduct is recorded and shown, without effect on figures",
    "S12.2": "a dispute is shown beside a figure and changes none",
}
PARTS = {
    "S10": "the order of a payslip, and who has one, stand at the head of the chapter",
    "S14": "who is looked at, and by which limits, stands at the head of the chapter",
}
CLAUSE = re.compile(r"\bS\d+\.\d+[a-e]?\b")
BEGINS = re.compile(r"- (S\d+\.\d+[a-e]?) ")
ITEM = re.compile(r"  ([a-d])\. ")


def clauses() -> set[str]:
    """The clauses of the manual; one that has items, such as S3.10, counts by them: S3.10a to S3.10d."""
    text = MANUAL.read_text(encoding="utf-8")
    found, clause = set(CLAUSE.findall(text)), ""
    for line in text.splitlines():
        begins, item = BEGINS.match(line), ITEM.match(line)
        if begins:
            clause = begins[1]
        elif item:
            found = (found - {clause}) | {clause + item[1]}
    return found


def test_every_clause_that_yields_a_figure_has_a_case() -> None:
    assert clauses() - {case.clause for case in all_cases()} - YIELDS_NO_FIGURE.keys() == set()


def test_every_case_is_of_a_clause_of_the_manual() -> None:
    assert {case.clause for case in all_cases()} - clauses() - PARTS.keys() == set()


def test_a_clause_without_figures_has_no_case() -> None:
    assert {case.clause for case in all_cases()} & YIELDS_NO_FIGURE.keys() == set()


def test_titles_of_a_clause_differ() -> None:
    names = [case.name for case in all_cases()]
    assert len(set(names)) == len(names)


def test_every_case_shows_its_arithmetic_in_words() -> None:
    assert [case.name for case in all_cases() if len(case.why) < 20] == []
