"""Monitoring forms: versions are facts of their own, and a form is a whole or it is refused (S6.1)."""

from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.ledger.material import given, refusal, when

FORM: dict[str, Any] = {"kind": "monitoring_form", "form": "电话质检", "version": 1}
KNOWLEDGE = {"name": "业务知识", "weight": 100, "critical": False}
IDENTITY = {"name": "核对用户信息", "weight": 0, "critical": True}


def test_a_change_of_a_form_is_a_new_version(ledger: Ledger) -> None:
    given(ledger)
    assert when(ledger, **FORM, criteria=[KNOWLEDGE]).status == "accepted"
    assert when(ledger, **FORM | {"version": 2}, criteria=[KNOWLEDGE, IDENTITY]).status == "accepted"
    assert when(ledger, **FORM, criteria=[KNOWLEDGE]).status == "duplicate"
    assert when(ledger, **FORM, ref="another", criteria=[KNOWLEDGE, IDENTITY]).status == "conflict"


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ([IDENTITY], "weights_not_whole: monitoring_form: the weights of the criteria add up to 0 percent"),
        ([], "weights_not_whole: monitoring_form: the weights of the criteria add up to 0 percent"),
        (
            [KNOWLEDGE, IDENTITY, IDENTITY],
            "double_criterion: monitoring_form: the criterion '核对用户信息' is there twice",
        ),
    ],
)
def test_a_form_that_is_no_whole_is_refused(ledger: Ledger, criteria: list[dict[str, Any]], sentence: str) -> None:
    given(ledger)
    assert refusal(when(ledger, **FORM, criteria=criteria)).startswith(sentence)
