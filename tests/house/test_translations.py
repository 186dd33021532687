"""What is said to people is said in Chinese too: each message in the catalogue of its room, and none there is dead."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from api.words.translation import LOCALES
from tests.house.source import SOURCE

HAN = re.compile(r"[\u4e00-\u9fff]")
PART = re.compile(r"%\(\w+\)s")
KEYWORDS: Mapping[str, None] = dict.fromkeys(("_", "said", "says", "marked", "gettext"))
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}
OPTIONS = {"extensions": "jinja2.ext.i18n,jinja2.ext.do", "newstyle_gettext": "true", "trimmed": "true"}
COMMON = "common"
"""The catalogue of what several rooms say."""
CONSOLE = SOURCE / "api/console"
IN_THE_CONSOLE = (
    "administration",
    "audit",
    "centre",
    "complaints",
    "documents",
    "explanations",
    "grids",
    "home",
    "hr",
    "quality",
    "records",
    "self_service",
    "team",
)
ROOMS: Mapping[str, tuple[Path, ...]] = {
    "documents": (SOURCE / "api/documents",),
    "notifications": (SOURCE / "api/notifications",),
    "console-sign-in": (CONSOLE / "sign_in", SOURCE / "api/auth"),
    **{f"console-{name.replace('_', '-')}": (CONSOLE / name, CONSOLE / "templates" / name) for name in IN_THE_CONSOLE},
    "console": (*CONSOLE.glob("*.py"), *(CONSOLE / "templates").glob("*.html")),
}
"""By the name of the catalogue, where its messages are said: files and folders."""
AS_THEY_ARE = frozenset({"QA", "JSON", "by %(hours)s", ", "})
"""Words that Chinese has as they are."""


def sources(room: str) -> Iterator[Path]:
    for place in ROOMS[room]:
        yield from (place,) if place.is_file() else (path for path in place.rglob("*") if path.suffix in METHODS)


@cache
def messages(room: str) -> frozenset[str]:
    found = set()
    for path in sources(room):
        with path.open("rb") as file:
            for _line, message, _comments, _context in extract(
                METHODS[path.suffix], file, dict(KEYWORDS), options=OPTIONS
            ):
                found.add(message if isinstance(message, str) else message[0])
    return frozenset(found)


def catalogue(name: str) -> Catalog:
    with (LOCALES / f"zh_CN/{name}.po").open("rb") as file:
        return read_po(file, locale="zh_CN")


def translated(name: str) -> dict[str, str]:
    return {str(each.id): str(each.string) for each in catalogue(name) if each.id}


def test_every_catalogue_is_a_room_s() -> None:
    assert {path.stem for path in (LOCALES / "zh_CN").glob("*.po")} == {*ROOMS, COMMON}
    assert {path.name for path in CONSOLE.iterdir() if (path / "__init__.py").is_file()} == {
        *IN_THE_CONSOLE,
        "sign_in",
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(ROOMS))
def test_every_message_of_a_room_is_in_its_catalogue_and_none_there_is_dead(name: str) -> None:
    used, own, common = messages(name), translated(name), translated(COMMON)
    assert used
    assert (sorted(used - set(own) - set(common)), sorted(set(own) - used)) == ([], [])


def test_what_several_rooms_say_is_in_one_place() -> None:
    rooms = Counter(message for name in ROOMS for message in messages(name))
    several = {message for message, count in rooms.items() if count > 1}
    assert (sorted(several - set(translated(COMMON))), sorted(set(translated(COMMON)) - several)) == ([], [])


@pytest.mark.parametrize("name", [*sorted(ROOMS), COMMON])
def test_a_translation_is_chinese_and_has_the_parts_of_its_message(name: str) -> None:
    for message, chinese in translated(name).items():
        assert HAN.search(chinese) or message in AS_THEY_ARE, message
        assert sorted(PART.findall(message)) == sorted(PART.findall(chinese)), message
    assert not any(each.fuzzy for each in catalogue(name))
