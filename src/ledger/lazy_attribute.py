"""An attribute that is computed when it is first asked for, and kept.

As `functools.cached_property`, which before Python 3.12 holds one lock an attribute for all instances: two threads that
take two of them in opposite order wait for each other for ever.
"""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

_Value = TypeVar("_Value")


class computed_once(Generic[_Value]):  # noqa: N801 - it is written above a method
    """Computes by the method below it, once an object; without any lock.

    Two threads that ask at the same moment may both compute; the first result is kept, and both are given that.
    """

    def __init__(self, compute: Callable[[Any], _Value]) -> None:
        """Of a method without arguments."""
        self._compute = compute
        self.__doc__ = compute.__doc__

    def __set_name__(self, _owner: type, name: str) -> None:
        """Under the name of the method, where the object keeps what was computed."""
        self._name = name

    @overload
    def __get__(self, owned: None, owner: type) -> Self: ...

    @overload
    def __get__(self, owned: object, owner: type) -> _Value: ...

    def __get__(self, owned: object | None, owner: type) -> "Self | _Value":
        """What was computed. Asked for only while the object does not keep it yet."""
        if owned is None:
            return self
        value: _Value = vars(owned).setdefault(self._name, self._compute(owned))
        return value
