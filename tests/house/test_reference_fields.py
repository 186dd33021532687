"""A field of a fact that names another fact is declared as one, so that who sends it is held to what one may read.

A new field of text is either declared (`NamesFact`, `OnLedger`, `follows`) or is listed here as one that names nothing
on the ledger: forgetting it fails.
"""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest

from ledger.facts import KINDS
from ledger.facts.base import Fact
from ledger.facts.conduct import FactId
from ledger.facts.types import Identifier, Part

WHO_AND_WHERE = {
    "by",
    "evaluator",
    "override_by",
    "leader",
    "from_leader",
    "to_leader",
    "attendees",
    "trainer",
    "team",
    "teams",
    "seat",
    "queue",
    "interval",
    "line",
    "project",
}
"""People who need not be on the ledger, and places: what is recorded does not depend on whether they are."""
WORDS = {
    "note",
    "reason",
    "text",
    "comment",
    "summary",
    "override_reason",
    "name",
    "channel",
    "clause",
    "employer",
    "basis",
    "finding",
    "actions",
    "title",
    "topic_",
    "decision",
    "batch",
}
PERIODS = {
    "period",
    "effective_period",
    "first_period",
    "totals",
    "lots",
    "from_",
    "until",
    "year",
    "quarter",
    "interval",
}
OF_RULES = {"type", "shift", "item", "parameters", "award_themes", "criteria", "time_zone"}
"""What rule sets and reports have names for; both are read by every role that records such a fact."""
OF_CLOSINGS = {"rules", "code", "tzdata", "report_digests", "closing_digest", "row_roots"}
"""Written by the command that closes."""
OF_FORMS = {"form", "theme", "items", "metric", "points", "notes", "contact"}
"""What forms and the system of calls have names for; forms are read by every role that records what names one."""
NAMES_NOTHING = WHO_AND_WHERE | WORDS | PERIODS | OF_RULES | OF_CLOSINGS | OF_FORMS
OF_SEVERAL = {"form", "version_", "of_kind"}
"""Parts of natural keys of several fields."""


def is_text(annotation: Any) -> bool:
    """Whether a value of a type may hold a text of one's own choice."""
    if get_origin(annotation) is Literal:
        return False
    if get_origin(annotation) is Annotated:
        return is_text(get_args(annotation)[0])
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return any(is_text(field.annotation) for field in annotation.model_fields.values())
    options = [option for option in get_args(annotation) if option is not Ellipsis]
    return any(map(is_text, options)) or annotation is str


def undeclared(model: type[Fact]) -> Iterator[str]:
    """The fields of a kind that hold a text and are not declared to name anything on the ledger."""
    followed = model.key_fields[:1] if model.follows is not None else ()
    declared = {*model.references, *model.on_ledger, *followed}
    for name in model.own_fields:
        if name not in declared and is_text(model.model_fields[name].annotation):
            yield name


@pytest.mark.parametrize("model", KINDS.values(), ids=lambda model: model.kind)
def test_every_text_of_a_fact_names_another_by_declaration_or_names_nothing(model: type[Fact]) -> None:
    key = {name for name in model.key_fields if name in OF_SEVERAL or name == model.own_number}
    known = NAMES_NOTHING | key | ({"device"} & {*model.own_fields})
    assert set(undeclared(model)) <= known


def test_the_fields_that_are_typed_as_ids_of_facts_are_declared_by_their_type() -> None:
    class Refers(Fact):
        """A kind of the future."""

        kind = "refers"
        natural_key = ("number",)
        chapter, label_zh, label_en = "S0", "试", "trial"
        number: Identifier
        one: FactId | None = None
        many: tuple[FactId, ...] | None = None
        list_of_texts: tuple[Identifier, ...] = ()

    try:
        assert Refers.references == ("one", "many")
        assert set(undeclared(Refers)) == {"number", "list_of_texts"}
    finally:
        del KINDS["refers"]


def test_a_field_does_not_hide_what_every_kind_declares() -> None:
    with pytest.raises(TypeError, match="give the field an alias"):

        class Covers(Fact):
            """A kind of the future."""

            kind = "covers"
            natural_key = ("number",)
            chapter, label_zh, label_en = "S0", "试", "trial"
            number: Identifier
            topic: Identifier  # type: ignore[misc]

    assert "covers" not in KINDS


def test_a_fact_is_not_named_within_an_object_where_it_would_be_overlooked() -> None:
    class Inner(Part):
        fact: FactId

    with pytest.raises(TypeError, match="by a field of its own"):

        class Hides(Fact):
            """A kind of the future."""

            kind = "hides"
            natural_key = ("number",)
            chapter, label_zh, label_en = "S0", "试", "trial"
            number: Identifier
            inner: tuple[Inner, ...] = ()

    assert "hides" not in KINDS
