"""What is said to people is said in Chinese too: every message of a room is in its catalogue, none there is dead."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from api.translating import LOCALES
from tests.house.source import SOURCE

HAN = re.compile(r"[\u4e00-\u9fff]")
PART = re.compile(r"%\(\w+\)s")
KEYWORDS: Mapping[str, None] = {"said": None}
"""In Python a message is what `said` is called with."""


@dataclass(frozen=True)
class Room:
    """A room with a catalogue of its own: where it is, how it is read, and words that Chinese has as they are."""

    folder: Path
    methods: tuple[tuple[str, str], ...] = (("**.py", "python"),)
    keywords: Mapping[str, None] = field(default_factory=lambda: KEYWORDS)
    as_they_are: frozenset[str] = frozenset()


ROOMS: Mapping[str, Room] = {
    "documents": Room(SOURCE / "api/documents"),
}
"""By the name of the catalogue. A room with templates adds their method, such as ``("**.html", "jinja2")``."""


def messages(room: Room) -> Iterator[str]:
    found = extract_from_dir(room.folder, list(room.methods), keywords=dict(room.keywords))
    for _file, _line, message, _comments, _context in found:
        yield message if isinstance(message, str) else message[0]


def catalogue(name: str) -> Catalog:
    with (LOCALES / f"zh_CN/{name}.po").open("rb") as file:
        return read_po(file, locale="zh_CN")


def translated(name: str) -> dict[str, str]:
    return {str(each.id): str(each.string) for each in catalogue(name) if each.id}


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_every_message_of_a_room_is_in_its_catalogue_and_none_there_is_dead(name: str) -> None:
    used, there = set(messages(ROOMS[name])), translated(name)
    assert len(used) > 20
    assert (sorted(used - set(there)), sorted(set(there) - used)) == ([], [])


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_a_translation_is_chinese_and_has_the_parts_of_its_message(name: str) -> None:
    as_they_are = ROOMS[name].as_they_are
    for message, chinese in translated(name).items():
        assert HAN.search(chinese) or message in as_they_are, message
        assert sorted(PART.findall(message)) == sorted(PART.findall(chinese)), message
    assert not any(each.fuzzy for each in catalogue(name))


def test_a_message_of_two_rooms_means_the_same_in_both() -> None:
    meant: dict[str, tuple[str, str]] = {}
    for path in sorted((LOCALES / "zh_CN").glob("*.po")):
        for message, chinese in translated(path.stem).items():
            room, other = meant.setdefault(message, (path.stem, chinese))
            assert chinese == other, f"{message!r} is {other} in {room} and {chinese} in {path.stem}"
