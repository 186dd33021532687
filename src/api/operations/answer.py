"""What operations answer: closed objects of exact types, each a named component of the description of the API."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

ShownInstant = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""An instant as it is answered, in UTC."""


class Answer(BaseModel):
    """The base of the objects that operations answer."""

    model_config = ConfigDict(frozen=True)

    def as_json(self) -> dict[str, Any]:
        """The object as it is sent; members that were not given are left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


class Asked(BaseModel):
    """The base of the objects that operations are sent: closed, and of exact types."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


_Done = TypeVar("_Done", bound=Answer)


@dataclass(frozen=True, slots=True)
class Done(Generic[_Done]):
    """What was done, and the status that tells whether it was done now (201) or was so already (200)."""

    answer: _Done
    status: int = 200
    location: str | None = None
    """The address of what was made, where it has one of its own."""


@dataclass(frozen=True, slots=True)
class Deferred(Generic[_Done]):
    """What may take minutes, all that it needs being there: what a job with it is called, and the work itself."""

    what: str
    work: Callable[[], _Done]
