"""What the ledger's own award themes are called (S8.8), for what a request or a command puts into words."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Read = Callable[[], Mapping[str, str]]
"""Reads what each theme is called, by its own name."""


class _Names:
    """Names that are read when the first of them is asked for."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._known: Mapping[str, str] | None = None

    def of(self, theme: str) -> str | None:
        if self._known is None:
            self._known = self._read()
        return self._known.get(theme)


_in_view: ContextVar[_Names | None] = ContextVar("theme names", default=None)


@contextmanager
def naming_themes(read: Read) -> Iterator[None]:
    """Within, themes are called as `read` says; it is asked once, and only where a theme may be named."""
    token = _in_view.set(_Names(read))
    try:
        yield
    finally:
        _in_view.reset(token)


def theme_name(theme: str) -> str | None:
    """What a theme is called; None where no ledger is in view, or it has no such theme."""
    names = _in_view.get()
    return None if names is None else names.of(theme)


def told_apart(names: Mapping[str, str]) -> dict[str, str]:
    """Names of themes; those that several have, with the theme's own name behind."""
    called = list(names.values())
    return {theme: name if called.count(name) == 1 else f"{name} ({theme})" for theme, name in names.items()}
