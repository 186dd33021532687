"""The guide to the formats names every mapping that is shipped, and every key that a mapping may have."""

from importlib.resources import files
from typing import get_args

import pytest

from ledger.formats import FORMATS
from ledger.formats.sheets import shipped
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.mapping_parts import Column, Grid, Refusing, Sheet, Stated, Type


@pytest.mark.parametrize("guide", ["README.md", "README.zh-CN.md"])
def test_the_guide_leaves_nothing_out(guide: str) -> None:
    text = (files("ledger.formats") / guide).read_text(encoding="utf-8")
    keys = [*Column.model_fields, *get_args(Type), *FORMATS, *shipped()]
    assert [key for key in keys if f"`{key}`" not in text] == []
    others = [
        *Mapping.model_fields,
        *Sheet.model_fields,
        *Stated.model_fields,
        *Refusing.model_fields,
        *Grid.model_fields,
    ]
    assert [key for key in others if key not in text and key != "columns"] == []
