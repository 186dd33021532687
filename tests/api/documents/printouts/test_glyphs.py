"""What the font has no glyph for is printed as an escape, and never as a box."""

import json

import pytest

from api.documents.printouts.typesetting import printable


def printed(text: str) -> str:
    found = json.loads(printable(json.dumps([text], ensure_ascii=False)))
    assert isinstance(found[0], str)
    return found[0]


@pytest.mark.parametrize(
    "name",
    ["张三", "𠮷田㛃", "張㼆祎", "买买提·吐尔逊", "김철수", "Đặng Thị Ngọc Ánh", "Zoë", 'a "b" \\u0041', "a\u200bb"],
)
def test_a_name_whose_characters_have_glyphs_is_printed_as_it_is(name: str) -> None:
    assert printed(name) == name


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("李😀明", "李\\U0001f600明"),
        ("דוד", "\\u05d3\\u05d5\\u05d3"),
        ("Ő", "\\u0150"),
        ("𰻝", "\\U00030edd"),
        ("\ue000", "\\ue000"),
        ("สม", "\\u0e2a\\u0e21"),
    ],
)
def test_a_character_without_a_glyph_is_an_escape(name: str, shown: str) -> None:
    assert printed(name) == shown


def test_an_accent_is_put_on_its_letter() -> None:
    assert printed("e\u0301") == "é"
