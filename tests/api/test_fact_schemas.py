"""What the model of a kind refuses by its form, the description of the API refuses too, as far as JSON Schema can."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from jsonschema_rs import validator_for

from api.openapi.fact_components import component_of, fact_components
from api.openapi.rule_schemas import rule_components
from ledger.facts.base import KINDS
from ledger.facts.interchange_line import read_object
from ledger.refusal import RefusedError
from tests.ledger.samples import ID, LATER_FIELDS, SAMPLES

CASES: list[tuple[str, Mapping[str, Any]]] = [
    ("acknowledgement", {"of_kind": "work_review", "of": "m1"}),
    ("acknowledgement", {"of_kind": "behaviour_review", "of": "2026-13"}),
    ("acknowledgement", {"of_kind": "appraisal", "of": "2026-10"}),
    ("acknowledgement", {"of_kind": "quarter_review", "of": "2026-Q5"}),
    ("appraisal", {"points": {"": "18.25"}}),
    ("appraisal", {"points": {"a" * 201: "18.25"}}),
    ("improvement_plan", {"about": [ID, ID]}),
    ("improvement_plan", {"about": [f"{ID}{number}" for number in range(1_001)]}),
    ("instruction", {"teams": []}),
    ("instruction", {"teams": ["T1", "T1"]}),
    ("monitoring_revision", {"score": None, "withdrawn": True, "criteria": []}),
    ("promise_update", {"status": "kept"}),
    ("promise_update", {"due_at": None}),
    ("refund_update", {"status": "approved"}),
    ("refund_update", {"amount": None}),
    ("task", {"to": ["A\u0004"]}),
    ("volume", {"offered": None}),
    ("volume", {"answered": None}),
    ("volume", {"offered": None, "answered": None}),
    ("work_error", {"type": "work_order", "refund": "r1"}),
]
"""A kind, and what is changed in its sample."""


@pytest.mark.parametrize(("kind", "changes"), CASES)
def test_what_a_model_refuses_its_schema_refuses(kind: str, changes: Mapping[str, Any]) -> None:
    sample = next(each for each in SAMPLES if each["kind"] == kind)
    with pytest.raises(RefusedError):
        read_object({**sample, **changes})
    assert _accepts(kind, sample)
    assert not _accepts(kind, {**sample, **changes})


@pytest.mark.slow
def test_schemas_accept_every_sample() -> None:
    kinds = {kind for kind, model in KINDS.items() if not model.by_command}
    assert [
        line for line in (*SAMPLES, *LATER_FIELDS) if line["kind"] in kinds and not _accepts(line["kind"], line)
    ] == []


def test_what_bounds_a_text_bounds_no_list() -> None:
    for name, schema in fact_components().items():
        for each in _schemas(schema):
            types = each.get("type", "string")
            assert "maxLength" not in each or "string" in ([types] if isinstance(types, str) else types), (name, each)


def _schemas(told: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(told, Mapping):
        yield told
    for each in told.values() if isinstance(told, Mapping) else told if isinstance(told, list) else ():
        yield from _schemas(each)


def _accepts(kind: str, line: Mapping[str, Any]) -> bool:
    components = fact_components() | rule_components()
    name = component_of(KINDS[kind])
    addressed = components[name]["properties"].keys()
    body = {field: value for field, value in line.items() if field in addressed}
    return validator_for(components[name] | {"components": {"schemas": components}}).is_valid(body)
