"""An operation: a function with its row in the table of permissions, which holds whoever calls it."""

from collections.abc import Callable
from functools import update_wrapper
from inspect import signature
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from api.operations.context import Context
from api.words.theme_names import naming_themes
from ledger.refusal import LedgerError

_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

OPERATIONS: list["Operation[Any, Any]"] = []
"""Every operation, in the order of their modules."""


class Operation(Generic[_Given, _Result]):
    """A function that is called with a context first.

    Raises Problem where the role does not permit it, and for what the function raises of LedgerErrors.
    """

    def __init__(self, permission: str, function: Callable[Concatenate[Context, _Given], _Result]) -> None:
        """A function under a permission; `{name}` in it stands for the argument of that name."""
        update_wrapper(self, function)
        self.permission = permission
        self.function = function
        self._varies = "{" in permission
        self._signature = signature(function)

    def __call__(self, context: Context, *given: _Given.args, **named: _Given.kwargs) -> _Result:
        """Carry it out for a context."""
        permission = self.permission
        if self._varies:
            permission = permission.format(**self._signature.bind(context, *given, **named).arguments)
        try:
            with naming_themes(context.resources.theme_names):
                asked = context.permitted(permission)
                result = self.function(asked, *given, **named)
                asked.note_looks(permission)
                return result
        except LedgerError as error:
            context.refuse(error)
            raise


def operation(
    permission: str,
) -> Callable[[Callable[Concatenate[Context, _Given], _Result]], Operation[_Given, _Result]]:
    """Make a function an operation under a permission."""

    def made(function: Callable[Concatenate[Context, _Given], _Result]) -> Operation[_Given, _Result]:
        found = Operation(permission, function)
        OPERATIONS.append(found)
        return found

    return made
