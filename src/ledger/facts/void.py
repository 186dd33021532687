"""S3.3 作废: a fact that counts for nothing. The last of the kinds, because it names those that can be voided."""

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from ledger.facts.base import KINDS, Fact
from ledger.facts.types import Actor, Identifier, NamesFact, Text
from ledger.roles import FLOOR, QA, SEES_FLOOR, Row

if TYPE_CHECKING:
    VoidableKind = str
else:
    VoidableKind = Literal[tuple(kind for kind, model in KINDS.items() if model.voidable)]


class Void(Fact):
    """A fact stays on the ledger and counts for nothing (S3.3, 作废).

    `of` is its `ref`, else its `id`, else its own number.
    """

    kind: ClassVar[str] = "void"
    natural_key: ClassVar[tuple[str, ...]] = ("of_kind", "of")
    personal: ClassVar[tuple[str, ...]] = ("reason",)
    recorders: ClassVar[Row] = QA | FLOOR
    readers: ClassVar[Row] = SEES_FLOOR
    counts_before: ClassVar[int | None] = 2
    chapter: ClassVar[str] = "S3"

    of_kind: VoidableKind
    of: Annotated[Identifier, NamesFact()]
    by: Actor
    reason: Text
