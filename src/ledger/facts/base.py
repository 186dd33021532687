"""What every kind of fact has, and the registry of kinds, which is built from the models themselves.

A kind is one subclass of `Fact`: its fields, and its declarations (`Declarations`). Nothing else has to know of it.
"""

from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from types import NoneType
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from ledger.facts.declarations import Declarations
from ledger.facts.types import Actor, Acts, Ext, Form, Identifier, Label, NamesFact, OnLedger, Part, Text

COMMON = ("ref", "recorded_by", "reason", "source", "ext")
ENVELOPE = ("id", "position", "recorded_at")
"""Written by an export and read only by a restore into an empty ledger."""


class Fact(Declarations):
    """The fields that every fact may have, and what follows from the declarations of its kind."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, defer_build=True
    )

    ref: Identifier | None = None
    recorded_by: Actor | None = None
    reason: Text | None = None
    source: Label | None = None
    ext: Ext | None = None

    topic: ClassVar[str]
    """The topic under which new events of this kind are stored."""
    own_fields: ClassVar[tuple[str, ...]]
    """Attribute names of the kind's own fields, in order: its content."""
    names: ClassVar[Mapping[str, str]]
    """Attribute name of every field to its name in the interchange format."""
    sealed: ClassVar[frozenset[str]]
    """Attribute names of the fields that are stored sealed."""
    on_ledger: ClassVar[tuple[str, ...]]
    """Attribute names of the fields that name employees who must be on the ledger, by themselves or in a list."""
    references: ClassVar[tuple[str, ...]]
    """Attribute names of the fields that name other facts; what a fact follows is named by its natural key."""
    actors: ClassVar[tuple[str, ...]]
    """Attribute names of the kind's own fields that state who acted; `recorded_by` does so of every kind."""
    key_fields: ClassVar[tuple[str, ...]]
    """Attribute names of the natural key."""
    own_number: ClassVar[str | None]
    """Attribute name of the field that is the kind's own number; None where several fields, or none, are the key."""
    read_key: ClassVar[Callable[[Mapping[str, Any]], Any]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Derive what follows from the declarations, and enter the kind into the registry."""
        super().__pydantic_init_subclass__(**kwargs)
        kinds = [base for base in reversed(cls.__mro__) if issubclass(base, Fact) and base is not Fact]
        declared = dict.fromkeys(name for base in kinds for name in base.__annotations__)
        own = [name for name in declared if name in cls.model_fields]
        cls.topic = f"{cls.kind}.v{cls.version}"
        if "resource" not in cls.__dict__:
            cls.resource = f"{cls.kind.rpartition('_')[2] if cls.follows else cls.kind.replace('_', '-')}s"
        cls.own_fields = tuple(own)
        in_order = own + [name for name in cls.model_fields if name not in own]
        cls.names = {name: cls.model_fields[name].alias or name for name in in_order}
        attributes = {alias: name for name, alias in cls.names.items()}
        cls.key_fields = tuple(attributes[name] for name in cls.natural_key)
        cls.own_number = cls.key_fields[0] if len(cls.key_fields) == 1 else None
        common = {name for name in ("reason", "ext") if name not in own}
        cls.sealed = frozenset({attributes[name] for name in cls.personal} | common)
        cls.on_ledger = _marked(cls, own, OnLedger)
        cls.references = tuple(name for name in own if _names_facts(cls.model_fields[name].annotation, cls, name))
        cls.actors = _marked(cls, own, Acts)
        cls.unique = cls.unique or cls.supersedes or cls.opens
        if cls.dated_by is not None:
            cls.dated_by = attributes[cls.dated_by]
        for name in own:
            if name in Fact.__class_vars__:
                raise TypeError(
                    f"{cls.kind}.{name}: every kind declares something of this name; give the field an alias"
                )
            if not _storable(cls.model_fields[name].annotation, field_marks(cls, name)):
                raise TypeError(
                    f"{cls.kind}.{name}: a fact's fields have types of ledger.facts.types, or texts and integers"
                )
        cls.read_key = staticmethod(_reader_of(cls.key_fields))
        KINDS[cls.kind] = cls

    @property
    def key(self) -> tuple[Any, ...]:
        """The values of the natural key."""
        key: tuple[Any, ...] = type(self).read_key(self.__dict__)
        return key

    @property
    def employees_named(self) -> tuple[str, ...]:
        """The employees that it names who must be on the ledger: by themselves, or in a list."""
        named: list[str] = []
        for field in self.on_ledger:
            value = self.__dict__[field]
            if type(value) is str:
                named.append(value)
            elif type(value) is tuple:
                named.extend(value)
        return tuple(named)

    @property
    def content(self) -> tuple[Any, ...]:
        """The values of the kind's own fields; numbers and instants compare by value."""
        values = self.__dict__
        return tuple(values[name] for name in self.own_fields)


def _names_facts(annotation: Any, model: type[BaseModel], name: str) -> bool:
    """Whether a field names facts, by itself or in a list; within an object it would be overlooked, so not there."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        if any(_names_facts(field.annotation, annotation, each) for each, field in annotation.model_fields.items()):
            raise TypeError(f"{name}: a fact is named by a field of its own, not within an object")
        return False
    if any(isinstance(mark, NamesFact) for mark in (*field_marks(model, name), *marks(annotation))):
        return True
    return any(_names_facts(option, model, name) for option in get_args(annotation))


def _reader_of(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], Any]:
    """Reads the values of some names as a tuple, at the speed of `itemgetter` where there are several."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda values: tuple(values[name] for name in names)


def _marked(model: type[BaseModel], names: Sequence[str], mark: type) -> tuple[str, ...]:
    """The fields that carry a mark, by themselves or on what they list."""
    return tuple(name for name in names if any(isinstance(each, mark) for each in all_marks(model, name)))


def _storable(annotation: Any, marked: tuple[Any, ...]) -> bool:
    """Whether the stored form of a type is known: a bare `date` would be stored, and come back as a text."""
    if get_origin(annotation) is Literal or any(isinstance(mark, Form) for mark in marked):
        return True
    if get_origin(annotation) is Annotated:
        return _storable(get_args(annotation)[0], ())
    options = [option for option in get_args(annotation) if option is not Ellipsis]
    if options:
        return all(_storable(option, marks(option)) for option in options)
    return isinstance(annotation, type) and issubclass(annotation, str | int | NoneType | Part)


def field_marks(model: type[BaseModel], name: str) -> tuple[Any, ...]:
    """The metadata of a field: pydantic takes some of it out of the annotation, and leaves that of ``X | None``."""
    field = model.model_fields[name]
    return (*field.metadata, *marks(field.annotation))


def all_marks(model: type[BaseModel], name: str) -> tuple[Any, ...]:
    """The metadata of a field, and of what it lists."""
    return (*field_marks(model, name), *_member_marks(model.model_fields[name].annotation))


def _member_marks(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) is tuple:
        return marks(get_args(annotation)[0])
    return tuple(mark for option in get_args(annotation) for mark in _member_marks(option))


def marks(annotation: Any) -> tuple[Any, ...]:
    """The metadata of an annotation, also within ``X | None``."""
    if get_origin(annotation) is Annotated:
        base, *metadata = get_args(annotation)
        return (*marks(base), *metadata)
    if get_origin(annotation) in (Union, type(int | None)):
        return tuple(mark for option in get_args(annotation) for mark in marks(option))
    return ()


KINDS: dict[str, type[Fact]] = {}
"""Every kind of fact by its name."""
