"""Changes to evidence files: of their bytes, and of the JSON that they are, by themselves or with parts of others."""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from copy import deepcopy
from random import Random
from typing import Any

Place = tuple[Any, Any]
"""An object or list, and the name or number of what is in it."""

STRANGE: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    2**63,
    10**30,
    "",
    "0",
    "-0.00",
    "1.00",
    [],
    {},
    [[]],
    "\ud800",
)


def damaged(raw: bytes, random: Random) -> bytes:
    """A file of which some bytes were changed, cut off, left out, put in twice or swapped."""
    at = random.randrange(len(raw))
    to = min(len(raw), at + random.choice((1, 1, 1, 2, 8, 64, 1_000)))
    changed = {
        "bit": raw[:at] + bytes([raw[at] ^ (1 << random.randrange(8))]) + raw[at + 1 :],
        "byte": raw[:at] + bytes([random.randrange(256)]) + raw[at + 1 :],
        "cut": raw[:at],
        "gone": raw[:at] + raw[to:],
        "twice": raw[:to] + raw[at:],
        "moved": raw[to:] + raw[at:to],
        "before": raw[at:],
        "digit": raw[:at] + str(random.randrange(10)).encode() + raw[at + 1 :],
    }
    return changed[random.choice(sorted(changed))]


def doubled(raw: bytes, random: Random) -> bytes:
    """A file in which a name stands twice in an object, or a number is written as no whole number is."""
    text = raw.decode()
    found = [at for at in range(len(text)) if text.startswith('": ', at)]
    at = random.choice(found)
    name = text[text.rfind('"', 0, at) : at + 1]
    put_in = random.choice((f"{name}: 1, {name}", f"{name}: NaN, {name}2", f"{name}: 1.0, {name}"))
    return (text[: at + 1 - len(name)] + put_in + text[at + 1 :]).encode()


def changed(told: Any, others: Sequence[Any], random: Random) -> Any:
    """The same JSON with one to three changes; some put in what stands in another file at a like place."""
    result = deepcopy(told)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        places = _places(result)
        if not places:
            break
        within, key = random.choice(places)
        random.choice(CHANGES)(result, within, key, others, random)
    return result


def _places(told: Any) -> list[Place]:
    """Every place, deeper ones not more likely than others: first where to look, and then what."""
    found, waiting = [], [told]
    while waiting:
        within = waiting.pop()
        for key in within if isinstance(within, dict) else range(len(within)):
            found.append((within, key))
            if isinstance(within[key], dict | list):
                waiting.append(within[key])
    return found


def _dropped(_told: Any, within: Any, key: Any, _others: Any, _random: Random) -> None:
    del within[key]


def _strange(_told: Any, within: Any, key: Any, _others: Any, random: Random) -> None:
    within[key] = deepcopy(random.choice(STRANGE))


def _swapped(told: Any, within: Any, key: Any, _others: Any, random: Random) -> None:
    """Two values of one type change places."""
    alike = [place for place in _places(told) if type(place[0][place[1]]) is type(within[key])]
    there, name = random.choice(alike)
    within[key], there[name] = deepcopy(there[name]), deepcopy(within[key])


def _taken_over(_told: Any, within: Any, key: Any, others: Any, random: Random) -> None:
    """What stands under a name in another file, or anything of that name further down in it."""
    there = [at[name] for at, name in _places(random.choice(others)) if name == key]
    if there:
        within[key] = deepcopy(random.choice(there))


def _repeated(_told: Any, within: Any, key: Any, _others: Any, random: Random) -> None:
    if isinstance(within, list):
        within.insert(random.randrange(len(within) + 1), deepcopy(within[key]))
    else:
        within[f"{key}{random.choice(('2', ' ', '?'))}"] = deepcopy(within[key])


def _nudged(_told: Any, within: Any, key: Any, _others: Any, random: Random) -> None:
    """A number near it, another digit or letter in a text, another bit in what is written as base64."""
    value = within[key]
    if isinstance(value, bool):
        within[key] = not value
    elif isinstance(value, int):
        within[key] = value + random.choice((-1, 1, 10, 1 << 32))
    elif isinstance(value, str) and value:
        within[key] = _other_bytes(value, random) or _other_text(value, random)


def _other_text(text: str, random: Random) -> str:
    digits = [at for at, mark in enumerate(text) if mark.isdigit()]
    at = random.choice(digits or range(len(text)))
    return text[:at] + random.choice("0123456789-.XYE ") + text[at + 1 :]


def _other_bytes(text: str, random: Random) -> str | None:
    try:
        raw = bytearray(b64decode(text, validate=True))
    except ValueError:
        return None
    if len(raw) < 16:
        return None
    raw[random.randrange(len(raw))] ^= 1 << random.randrange(8)
    return b64encode(raw).decode()


def _within_text(_told: Any, within: Any, key: Any, others: Any, random: Random) -> None:
    """A change to the JSON that a text holds: a fact's state, a frozen row."""
    try:
        inner = json.loads(within[key])
    except (TypeError, ValueError):
        return _nudged(_told, within, key, others, random)
    if isinstance(inner, dict | list) and inner:
        within[key] = json.dumps(changed(inner, [inner], random), ensure_ascii=False, separators=(",", ":"))
    return None


Change = Callable[[Any, Any, Any, Any, Random], None]
CHANGES: tuple[Change, ...] = (_dropped, _strange, _swapped, _taken_over, _repeated, _nudged, _nudged, _within_text)
