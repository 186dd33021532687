"""S11.5 作废: a fact that counts for nothing. The last of the kinds, because it names those that a void takes back."""

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import field_validator
from pydantic_core import PydanticCustomError

from ledger.facts.base import KINDS, Fact
from ledger.facts.types import Actor, Identifier, NamesFact, Text
from ledger.roles import FLOOR, OWN, QA, SEES_FLOOR, Row

if TYPE_CHECKING:
    VoidableKind = str
else:
    VoidableKind = Literal[tuple(kind for kind, model in KINDS.items() if model.voided_by is not None)]


class Void(Fact):
    """A fact stays on the ledger and counts for nothing (S11.5, 作废); of a ↻ kind what stood before stands again.

    `of` is its `ref`, else its `id`, else its own number where its kind is told apart by one.
    """

    kind: ClassVar[str] = "void"
    natural_key: ClassVar[tuple[str, ...]] = ("of_kind", "of")
    instead_of_void: ClassVar[str] = "send what was voided again, under another ref or number"
    personal: ClassVar[tuple[str, ...]] = ("reason",)
    recorders: ClassVar[Row] = OWN | QA | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    counts_before: ClassVar[int | None] = 2
    chapter: ClassVar[str] = "S11"

    of_kind: VoidableKind
    of: Annotated[Identifier, NamesFact()]
    by: Actor
    reason: Text

    @field_validator("of_kind", mode="before")
    @classmethod
    def _takes_a_void(cls, value: Any) -> Any:
        model = KINDS.get(value) if isinstance(value, str) else None
        if model is not None and model.voided_by is None:
            told = {"name": value, "instead": instead_of_void(model)}
            raise PydanticCustomError("no_void", "no void takes a {name}; {instead}", told)
        return value


def instead_of_void(model: type[Fact]) -> str:
    """What to do instead, of a kind that no void takes: as an imperative, or what is so."""
    if model.follows is not None and not model.instead_of_void:
        return f"record the next {model.kind} of the {model.follows}"
    return model.instead_of_void
