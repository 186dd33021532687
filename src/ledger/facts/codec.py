"""Facts to their stored form and back, and from the stored form to the interchange format.

The stored form of a fact is an object with the field names of the interchange format: the kind's own fields in the
order of its model, then the common ones. It comes in two halves: the plain one, which is the event's state, and the
personal one, which is sealed. A null is written only where a null says something: in a required field that may be
null, and in one of `null_speaks`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel

from ledger.facts.base import Fact, field_marks
from ledger.facts.explicit_nulls import UNSTATED
from ledger.facts.types import Form, Part

ERASED = "[erased]"
"""Stands for a personal text whose key was destroyed."""

_Convert = Callable[[Any], Any]
_Model = TypeVar("_Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class FieldForm:
    """One field of a model: its attribute and interchange names, and how its value is converted."""

    attribute: str
    name: str
    store: _Convert | None
    load: _Convert | None
    show: _Convert | None
    required: bool
    null_says_something: bool
    absent: Any
    """What it holds where the stored form does not have it."""


@dataclass(frozen=True, slots=True)
class Codec:
    """How one model is written and read."""

    plain: tuple[FieldForm, ...]
    personal: tuple[FieldForm, ...]
    shown: Mapping[str, _Convert]
    """Interchange names of the fields that look otherwise in the store."""
    defaults: Mapping[str, Any]
    """What the fields that may be left out hold then."""


def plain_state(fact: Fact) -> dict[str, Any]:
    """The plain half of the stored form."""
    return _written(codec_of(type(fact)).plain, fact.__dict__)


def personal_state(fact: Fact) -> dict[str, Any]:
    """The personal half of the stored form; empty where the fact carries nothing personal."""
    if fact.sealed.isdisjoint(fact.__pydantic_fields_set__):
        return {}
    return _written(codec_of(type(fact)).personal, fact.__dict__)


def load_fact(model: type[Fact], state: Mapping[str, Any]) -> Fact:
    """The fact of a stored form, both halves in one.

    Nothing is validated: what was once accepted must be readable for ever. A personal text that is gone with its key
    reads `ERASED`.
    """
    codec = codec_of(model)
    values = _loaded(codec.plain, state)
    for form in codec.personal:
        if form.name in state:
            values[form.attribute] = form.load(state[form.name]) if form.load else state[form.name]
        elif form.required:
            values[form.attribute] = ERASED
    return _made(model, codec, values)


def plain_values(model: type[Fact], state: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the plain half of a stored form, by their attributes; the fact itself would cost thrice as much."""
    return _loaded(codec_of(model).plain, state)


def shown_fields(model: type[Fact], state: Mapping[str, Any]) -> dict[str, Any]:
    """The interchange form of a stored form: its fields without `kind`, in the model's order."""
    codec = codec_of(model)
    return {name: _shown(codec, name, state[name]) for name in model.names.values() if name in state}


def fields_of(fact: Fact) -> dict[str, Any]:
    """The interchange form of a fact: its fields without `kind`."""
    return shown_fields(type(fact), {**plain_state(fact), **personal_state(fact)})


def narrowed_fields(fact: Fact) -> dict[str, Any]:
    """The interchange form of a fact for whoever may see it: without what only who reads every report whole may."""
    return {name: value for name, value in fields_of(fact).items() if name not in fact.for_all_reports}


@cache
def codec_of(model: type[BaseModel]) -> Codec:
    """The codec of a kind, or of an object within a fact."""
    sealed: frozenset[str] = getattr(model, "sealed", frozenset())
    names = getattr(model, "names", None) or {name: name for name in model.model_fields}
    forms = tuple(_field_form(model, attribute, name) for attribute, name in names.items())
    return Codec(
        plain=tuple(form for form in forms if form.attribute not in sealed),
        personal=tuple(form for form in forms if form.attribute in sealed),
        shown={form.name: form.show for form in forms if form.show is not None},
        defaults={
            name: field.get_default(call_default_factory=True)
            for name, field in model.model_fields.items()
            if not field.is_required()
        },
    )


def form_of(model: type[BaseModel], attribute: str) -> Form | None:
    """The declared form of a field's type."""
    return next((mark for mark in field_marks(model, attribute) if isinstance(mark, Form)), None)


def part_of(annotation: Any) -> type[Part] | None:
    """The model of the objects in a list, also within ``X | None``."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next((found for option in get_args(annotation) if (found := part_of(option))), None)


def choices_of(annotation: Any) -> tuple[str, ...]:
    """The values that a field may have, where its type lists them; else none."""
    if get_origin(annotation) is Literal:
        return tuple(str(choice) for choice in get_args(annotation))
    return tuple(choice for option in get_args(annotation) for choice in choices_of(option))


def _field_form(model: type[BaseModel], attribute: str, name: str) -> FieldForm:
    field = model.model_fields[attribute]
    required = field.is_required()
    absent = UNSTATED if not required and field.get_default(call_default_factory=True) is UNSTATED else None
    null = (required or absent is UNSTATED) and type(None) in get_args(field.annotation)
    part = part_of(field.annotation)
    if part is not None:
        return FieldForm(
            attribute, name, _store_parts(part), _load_parts(part), _show_parts(part), required, null, absent
        )
    if _is_tuple(field.annotation):
        return FieldForm(attribute, name, list, tuple, None, required, null, absent)
    form = form_of(model, attribute)
    if form is None:
        return FieldForm(attribute, name, None, None, None, required, null, absent)
    return FieldForm(attribute, name, form.store, form.load, form.show, required, null, absent)


def _is_tuple(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(_is_tuple(option) for option in get_args(annotation))


def _written(forms: tuple[FieldForm, ...], values: Mapping[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = {}
    for form in forms:
        value = values[form.attribute]
        if value is UNSTATED:
            continue
        if value is not None:
            state[form.name] = value if form.store is None else form.store(value)
        elif form.null_says_something:
            state[form.name] = None
    return state


def _made(model: type[_Model], codec: Codec, values: dict[str, Any]) -> _Model:
    """A model of values that are known to be right: `model_construct`, without looking each field up again."""
    made = model.__new__(model)
    object.__setattr__(made, "__dict__", {**codec.defaults, **values})
    object.__setattr__(made, "__pydantic_fields_set__", set(values))
    object.__setattr__(made, "__pydantic_extra__", None)
    object.__setattr__(made, "__pydantic_private__", None)
    return made


def _loaded(forms: tuple[FieldForm, ...], state: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for form in forms:
        value = state.get(form.name, form.absent)
        is_plain = form.load is None or value is None or value is UNSTATED
        values[form.attribute] = value if is_plain or form.load is None else form.load(value)
    return values


def _shown(codec: Codec, name: str, value: Any) -> Any:
    show = codec.shown.get(name)
    return value if show is None or value is None else show(value)


def _store_parts(part: type[Part]) -> _Convert:
    return lambda parts: [_written(codec_of(part).plain, item.__dict__) for item in parts]


def _load_parts(part: type[Part]) -> _Convert:
    def load(items: Any) -> tuple[Part, ...]:
        codec = codec_of(part)
        return tuple([_made(part, codec, _loaded(codec.plain, item)) for item in items])

    return load


def _show_parts(part: type[Part]) -> _Convert:
    return lambda items: [{name: _shown(codec_of(part), name, value) for name, value in item.items()} for item in items]
