"""The syntax of Python's regular expressions, written for an engine that never goes back: RE2.

A mapping comes from outside, and an engine that tries every way to match, as Python's does, can be kept busy for years
by six characters. RE2 reads a text once, whatever the pattern. What a pattern means stays as it was: Python's own
parser reads it, so ``\\d`` is every digit of Unicode and ``\\s`` the wide space of Chinese sheets too.
"""

import re
from collections.abc import Iterable
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

LONGEST = 300
"""Characters of a pattern."""

_IGNORED, _ASCII, _LINES, _DOT_ALL = (int(flag) for flag in (re.IGNORECASE, re.ASCII, re.MULTILINE, re.DOTALL))
_KNOWN_FLAGS = _IGNORED | _ASCII | _LINES | _DOT_ALL | int(re.VERBOSE) | int(re.UNICODE)
_SPACES = r"\t-\r\x1c-\x20\x85\xa0\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"
_NO_SPACES = (
    r"\x00-\x08\x0e-\x1b\x21-\x84\x86-\x9f\xa1-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}"
    r"\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{10ffff}"
)
_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\p{Nd}",
    sre.CATEGORY_NOT_DIGIT: r"\P{Nd}",
    sre.CATEGORY_SPACE: _SPACES,
    sre.CATEGORY_NOT_SPACE: _NO_SPACES,
    sre.CATEGORY_WORD: r"\p{L}\p{N}_",
}
_ASCII_CATEGORIES = {
    sre.CATEGORY_DIGIT: r"0-9",
    sre.CATEGORY_NOT_DIGIT: r"\x00-/:-\x{10ffff}",
    sre.CATEGORY_SPACE: r"\t-\r ",
    sre.CATEGORY_NOT_SPACE: r"\x00-\x08\x0e-\x1f!-\x{10ffff}",
    sre.CATEGORY_WORD: r"0-9A-Za-z_",
    sre.CATEGORY_NOT_WORD: r"\x00-/:-@\[-\^`{-\x{10ffff}",
}
_PLACES = {sre.AT_BEGINNING: r"\A", sre.AT_BEGINNING_STRING: r"\A", sre.AT_END: r"\z", sre.AT_END_STRING: r"\z"}
_LOOKS = (sre.ASSERT, sre.ASSERT_NOT)


class UnfitPatternError(ValueError):
    """A text that is not a pattern, or one that takes going back; says which."""


class Written(NamedTuple):
    """A pattern for RE2: what has to match, and what must and must not stand at the beginning of the text."""

    main: str
    ahead: tuple[str, ...]
    not_ahead: tuple[str, ...]
    has_group: bool


def written(pattern: str) -> Written:
    """A regular expression of Python for RE2; its first group is the only one kept. Raises UnfitPatternError."""
    if len(pattern) > LONGEST:
        raise UnfitPatternError(f"it has {len(pattern)} characters; give a pattern of at most {LONGEST}")
    try:
        parsed = parser.parse(pattern)
    except (re.error, OverflowError) as error:
        raise UnfitPatternError(f"it is not a regular expression ({error})") from None
    except RecursionError:
        raise UnfitPatternError("it is nested too deeply; give a simpler one") from None
    flags = parsed.state.flags
    if flags & ~_KNOWN_FLAGS:
        raise UnfitPatternError("it has a flag that is not for texts; leave it out")
    items = list(parsed)
    looks: dict[Any, list[str]] = {look: [] for look in _LOOKS}
    begins = bool(items) and items[0] == (sre.AT, sre.AT_BEGINNING) and not flags & _LINES
    while begins and len(items) > 1 and items[1][0] in _LOOKS:
        look, (direction, inner) = items.pop(1)
        if direction < 0 or _has_groups(inner):
            raise _unfit("looks back, or has a group in what it looks for ahead")
        looks[look].append(_wrapped(rf"\A(?:{_sequence(inner, flags)})", flags))
    main = _wrapped(_sequence(items, flags), flags)
    return Written(main, tuple(looks[sre.ASSERT]), tuple(looks[sre.ASSERT_NOT]), parsed.state.groups > 1)


def _unfit(what: str) -> UnfitPatternError:
    return UnfitPatternError(
        f"it {what}, which patterns here cannot; (?!…) and (?=…) may stand right after ^ at the beginning, "
        "and all else has to be said without them"
    )


def _has_groups(items: Any) -> bool:
    return any(op is sre.SUBPATTERN and words[0] is not None for op, words in _all_in(items))


def _all_in(items: Any) -> Iterable[tuple[Any, Any]]:
    """Every item, and every one within another."""
    for op, words in items:
        yield op, words
        for word in words if isinstance(words, tuple) else ():
            for part in word if isinstance(word, list) else (word,):
                if isinstance(part, parser.SubPattern):
                    yield from _all_in(part)


def _wrapped(text: str, flags: int) -> str:
    return f"(?i){text}" if flags & _IGNORED else text


def _sequence(items: Iterable[tuple[Any, Any]], flags: int) -> str:
    return "".join(_item(op, words, flags) for op, words in items)


def _item(op: Any, words: Any, flags: int) -> str:  # noqa: PLR0911 - a case for each
    if op is sre.LITERAL:
        return _character(words)
    if op is sre.NOT_LITERAL:
        return f"[^{_character(words)}]"
    if op is sre.ANY:
        return r"(?s:.)" if flags & _DOT_ALL else r"[^\n]"
    if op is sre.IN:
        return _class(words, flags)
    if op is sre.BRANCH:
        return f"(?:{'|'.join(_sequence(each, flags) for each in words[1])})"
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, inner = words
        times = f"{{{least},}}" if most is sre.MAXREPEAT else f"{{{least},{most}}}"
        return f"(?:{_sequence(inner, flags)}){times}{'?' if op is sre.MIN_REPEAT else ''}"
    if op is sre.SUBPATTERN:
        return _group(words, flags)
    if op is sre.AT:
        return _place(words, flags)
    raise _unfit("looks ahead or back, names what it found before, or keeps what it took")


def _group(words: Any, flags: int) -> str:
    number, added, removed, inner = words
    if (added | removed) & ~(_IGNORED | _DOT_ALL):
        raise _unfit("sets a flag for a part of itself other than i and s")
    content = _sequence(inner, (flags | added) & ~removed)
    if (added | removed) & _IGNORED:
        content = f"(?{'i' if added & _IGNORED else '-i'}:{content})"
    return f"({content})" if number == 1 else f"(?:{content})"


def _place(place: Any, flags: int) -> str:
    if flags & _LINES and place in (sre.AT_BEGINNING, sre.AT_END):
        return "(?m:^)" if place is sre.AT_BEGINNING else "(?m:$)"
    if place in _PLACES:
        return _PLACES[place]
    if not flags & _ASCII:
        raise UnfitPatternError(r"it has \b or \B, which are for ASCII words here; write (?a) at its beginning")
    return r"\b" if place is sre.AT_BOUNDARY else r"\B"


def _class(parts: Any, flags: int) -> str:
    categories = _ASCII_CATEGORIES if flags & _ASCII else _CATEGORIES
    negated = bool(parts) and parts[0][0] is sre.NEGATE
    members = parts[1:] if negated else parts
    if [*members] == [(sre.CATEGORY, sre.CATEGORY_NOT_WORD)]:
        return f"[{'' if negated else '^'}{categories[sre.CATEGORY_WORD]}]"
    content = ""
    for op, words in members:
        if op is sre.LITERAL:
            content += _character(words)
        elif op is sre.RANGE:
            content += f"{_character(words[0])}-{_character(words[1])}"
        elif words in categories:
            content += categories[words]
        else:
            raise UnfitPatternError(r"it has \W beside others in brackets; write (?a) at its beginning, or \W alone")
    return f"[{'^' if negated else ''}{content}]"


def _character(code: int) -> str:
    return chr(code) if chr(code).isalnum() else f"\\x{{{code:x}}}"
