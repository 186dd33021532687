"""What is wrong with a line, and what to do: one sentence for each error that pydantic can find."""

import json
from difflib import get_close_matches

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from ledger.facts.base import ENVELOPE, Fact
from ledger.facts.codec import choices_of, form_of, part_of
from ledger.refusal import Refusal

_SHOWN = 60
_OWN_SENTENCE = {"either", "time_zone", "parameter", "no_void"}
_SHORT_CODES = {
    "missing": "missing_field",
    "json_invalid": "bad_json",
    "parameter": "bad_parameter",
    "no_void": "not_allowed",
}


def explain(model: type[Fact], error: ValidationError) -> Refusal:
    """The refusal of a line that is not a fact of its kind: the first thing that is wrong with it."""
    details = error.errors(include_url=False)
    first = details[0]
    location, kind = first["loc"], model.kind
    code = _SHORT_CODES.get(first["type"], "bad_value")
    if first["type"] == "json_invalid":
        return Refusal(code, f"the line is not JSON ({_reason(first)}); give one JSON object on one line")
    if first["type"] == "model_type":
        return Refusal("bad_json", "the line is JSON, but no object; give one JSON object on one line")
    if first["type"] == "extra_forbidden":
        return _unknown_field(model, location)
    field = _path(location)
    if first["type"] == "missing":
        return Refusal(code, f"{kind}: the field {field} is missing; give {_right(model, location)}")
    if first["type"] in _OWN_SENTENCE:
        return Refusal(code, f"{kind}: {f'{field}: ' if field else ''}{first['msg']}")
    personal = model.sealed.intersection(_attributes(model, location))
    wrong = "cannot be taken" if personal else f"is {clip(first['input'])}"
    return Refusal(code, f"{kind}: {field} {wrong}; give {_right(model, location)}")


def unknown_kind(kind: object, known: list[str]) -> Refusal:
    """The refusal of a kind that there is not."""
    near = get_close_matches(str(kind), known, n=3) or ["clock", "shift", "leave"]
    message = f"there is no kind {clip(kind)}; give one of the interchange format, such as {', '.join(near)}"
    return Refusal("unknown_kind", message)


def _unknown_field(model: type[Fact], location: tuple[int | str, ...]) -> Refusal:
    name = str(location[-1])
    if len(location) == 1 and name in ENVELOPE:
        message = f"{name} is read only by a restore into an empty ledger; leave out {', '.join(ENVELOPE)}"
        return Refusal("restore_only", message)
    owner = _owner(model, location)
    known = list(model.names.values()) if owner is model else list(owner.model_fields)
    where = model.kind if len(location) == 1 else f"{_path(location[:-1])} of {model.kind}"
    return Refusal("unknown_field", f"{where} has no field {clip(name)}; its fields are {', '.join(known)}")


def _reason(error: ErrorDetails) -> str:
    return str(error.get("ctx", {}).get("error", "it cannot be read"))


def _path(location: tuple[int | str, ...]) -> str:
    """``('criteria', 0, 'score')`` is ``criteria[0].score``."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".")


def clip(value: object) -> str:
    """A value as JSON, short enough for a sentence."""
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        text = "a value that cannot be shown"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _attributes(model: type[Fact], location: tuple[int | str, ...]) -> list[str]:
    return [name for name, alias in model.names.items() if location and alias == location[0]]


def _owner(model: type[BaseModel], location: tuple[int | str, ...]) -> type[BaseModel]:
    """The model that the last name of a location belongs to."""
    names = [part for part in location if isinstance(part, str)]
    for name in names[:-1]:
        attribute = _attribute(model, name)
        part = part_of(model.model_fields[attribute].annotation) if attribute else None
        if part is None:
            return model
        model = part
    return model


def _attribute(model: type[BaseModel], name: str) -> str | None:
    return next((key for key, field in model.model_fields.items() if name == (field.alias or key)), None)


def _right(model: type[Fact], location: tuple[int | str, ...]) -> str:
    """What a location takes, from the declared type of the field."""
    names = [part for part in location if isinstance(part, str)]
    owner = _owner(model, location)
    # Within an object whose members are not fields, what the object takes.
    last = names[0] if owner is model else names[-1]
    attribute = _attribute(owner, last) if names else None
    if attribute is None:
        return "one JSON object with the fields of its kind"
    annotation = owner.model_fields[attribute].annotation
    options = choices_of(annotation)
    if options:
        return f"one of {', '.join(options)}"
    form = form_of(owner, attribute)
    if form is not None:
        return form.right
    part = part_of(annotation)
    if part is not None:
        return f"a list of at most 1,000 objects with {', '.join(part.model_fields)}"
    return "a list of at most 1,000 texts of 1 to 200 characters"
