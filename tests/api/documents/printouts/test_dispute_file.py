"""A dispute's file is its case: the figures, why, the facts since and the decision, for whom it is about alone."""

import pytest

from api.disputes.case import case_of
from api.words.language import Language
from tests.api.documents.printouts.press import HOSTILE, PERIOD, Press

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", list(Language))
def test_every_figure_of_the_case_is_there(press: Press, language: Language) -> None:
    printed = press.printed("dispute-file", dispute="D1", language=language)
    case = case_of(press.ledger, press.source.reader, press.engine, "D1").as_json()
    assert case["figures"]
    values = ["".join(line.split()) for line in printed.lines]
    for figure in case["figures"]:
        sides = ["" if figure[side] is None else figure[side] for side in ("then", "books", "replay")]
        if all(isinstance(side, str | int) for side in sides) and figure["column"] in (
            "monthly_bonus",
            "rank",
            "amount",
        ):
            shown = "".join(str(side) if side != "" else "–" for side in sides)
            assert any(line.startswith(PERIOD) and line.endswith(shown) for line in values)
    assert "".join(HOSTILE.split()) in printed.text


def test_a_decision_is_told_with_its_reason(press: Press) -> None:
    text = press.printed("dispute-file", dispute="D2", language=Language.CHINESE).text
    assert "不成立·HR·2026-09-2510:00:00" in text
    assert "已核对" in text


def test_it_is_as_it_was_known_at_the_position_of_the_books(press: Press) -> None:
    from api.documents.printouts import DocumentAsked, make_document
    from tests.api.documents.printouts.press import Printed

    opened = press.ledger.facts.history("D2", "dispute").entries[0].position
    before = make_document(press.fresh(opened), DocumentAsked("dispute-file", PERIOD, dispute="D2"))
    assert before.position == opened
    assert "notdecidedyet" in Printed(before.content).text


def test_who_disputes_is_told_nothing_of_colleagues(press: Press) -> None:
    own = press.ledger.facts.history("D1", "dispute").entries[0].fact.employee  # type: ignore[attr-defined]
    text = press.printed("dispute-file", dispute="D1", employees=frozenset({own})).text
    others = {number for number in press.ledger.identifiers.names() if number.startswith("E") and number != own}
    assert own in text
    assert [number for number in others if f"employee={number}" in text] == []
