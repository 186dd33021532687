"""Rooms and modules are named by nouns of the field: a participle says what happens to something that has no name."""

import pytest

from tests.house.source import SOURCE, modules

FIELD_NOUNS = {
    "closing": "the closing of a period, a kind of fact",
    "mapping": "which column of a sheet is which field",
    "monitoring": "a contact that was scored, a kind of fact",
    "opening": "what an employee brings from before the ledger, a kind of fact",
    "feed": "facts as they come",
    "keyring": "the keys of a ledger",
    "briefing": "the meeting before a shift, a kind of fact",
    "ranking": "the order of a pool, a report",
    "training": "people learn together, a kind of fact",
    "typesetting": "the making of pages",
    "wording": "how something is put into words",
}
NAMES = {"most_improved": "an award of the manual"}


def says_what_happens(name: str) -> bool:
    """Whether the last word of a name, which says what it is, is a participle or a gerund."""
    last = name.rsplit("_", 1)[-1]
    return last.endswith(("ing", "ed")) and last not in FIELD_NOUNS and name not in NAMES


def test_rooms_and_modules_are_named_by_nouns() -> None:
    names = {part for module in modules() for part in module.path.relative_to(SOURCE).with_suffix("").parts}
    assert sorted(filter(says_what_happens, names)) == []


@pytest.mark.parametrize("name", ["placing", "explained", "reports_recorded"])
def test_the_check_itself_finds_what_it_looks_for(name: str) -> None:
    assert says_what_happens(name)
