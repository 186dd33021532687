"""Every kind of fact says which of its fields state who acted, so that a new one is held to whoever sends it."""

from typing import Any, get_args

from api.auth.authorship import filled_in, left_out, opaque_id, own_name, sender_of, sourced, table
from api.auth.permissions import PERMISSIONS, Role
from api.auth.principals import Grant, Principal
from ledger.facts import KINDS, Fact
from ledger.facts.base import field_marks
from ledger.facts.codec import choices_of
from ledger.facts.types import Acts, Identifies

THINGS = {
    *(
        "channel",
        "clause",
        "contact",
        "metric",
        "device",
        "form",
        "item",
        "of",
        "seat",
        "shift",
        "team",
        "theme",
        "time_zone",
        "type",
        "version_",
    ),
    *("rules", "code", "tzdata", "closing_digest"),
    *("queue", "line", "project", "batch", "teams", "refund"),
}
"""What identifiers name that is nobody, beside numbers of facts; an employee of a fact is `EmployeeNumber`."""
OVERRIDE = "override_by"
"""Who lets a fact pass that would be refused."""
COMMAND_LINE = {"clock_acceptance"}
"""The kinds that come in by nothing but the command line, which is above the table."""


def numbers(model: type[Fact]) -> set[str | None]:
    """The fields that are the number of the fact itself, or of the one that it follows."""
    return {model.own_number, model.key_fields[0] if model.follows else None}


def identifies(model: Any, name: str) -> bool:
    """Whether a field holds a text that identifies, alone or in a list."""
    annotation = model.model_fields[name].annotation
    inner = [mark for option in get_args(annotation) for mark in getattr(option, "__metadata__", ())]
    return any(isinstance(mark, Identifies) for mark in (*field_marks(model, name), *inner))


def test_every_text_that_identifies_is_said_to_be_who_acted_or_what_it_is() -> None:
    unsaid = [
        f"{kind}.{name}"
        for kind, model in KINDS.items()
        for name in model.own_fields
        if identifies(model, name)
        and name not in {*model.actors, *model.on_ledger, *model.taking_part, *numbers(model), *THINGS, "employee"}
    ]
    assert unsaid == [], "give the field the type Actor if it states who acted, else name it in THINGS"


def test_what_is_called_as_an_actor_is_one() -> None:
    for kind, model in KINDS.items():
        for name in model.own_fields:
            # A choice says how, not who: a theme is won by grant or by a metric.
            chosen = bool(choices_of(model.model_fields[name].annotation))
            called = not chosen and (
                name in ("by", "evaluator", "leader", "trainer") or name.endswith(("_by", "_leader"))
            )
            assert called == (name in model.actors), f"{kind}.{name}"
        assert any(isinstance(mark, Acts) for mark in field_marks(model, "recorded_by"))


def test_the_table_names_fields_that_there_are_and_roles_that_may_record_them() -> None:
    for kind, model in KINDS.items():
        for role, fields in model.name_others.items():
            assert role in PERMISSIONS[f"record {kind}"], (role, kind)
            assert set(fields) <= set(model.actors), (role, kind)
        assert set(model.act_together) <= set(model.actors), kind
        # Who overrides does what only some may; the act itself is of whoever else is named.
        several = len({*model.actors} - {OVERRIDE}) > 1
        assert several == bool(model.act_together), f"{kind}: of several who acted, say which are the sides of one act"
    acting = {kind for kind, model in KINDS.items() if model.actors}
    assert {kind for kind, _fields, _named in table()} == acting - COMMAND_LINE


def test_the_name_of_a_key_stands_in_no_fact() -> None:
    free = "Zhang San of the night shift"
    for role in set(Role) - {Role.DEVICE}:
        principal = Principal("key:0123456789ab", free, (Grant(role),))
        assert (own_name(principal), sender_of(principal)) == ("key:0123456789ab", "key 0123456789ab")
        for model in KINDS.values():
            assert free not in filled_in(model, principal).values()
            assert set(filled_in(model, principal)) == left_out(model)


def test_a_subject_of_any_length_and_form_makes_an_identifier() -> None:
    for subject in ("a", "x" * 255, "a\u202eb", "é" * 100, " spaced "):
        principal = Principal(f"oidc:{subject}", subject, (Grant(Role.QA),))
        for text in (opaque_id(principal), sourced("f" * 200, sender_of(principal))):
            assert text.isascii()
            assert text.isprintable()
            assert 0 < len(text) <= 200
    assert opaque_id(Principal("oidc:a", "a", ())) == "oidc:a"
    assert sourced("a.csv:1; key 1", "key 1") == "a.csv:1; key 1"
    assert sourced(None, "key 1") == "key 1"
