"""Rows with lists in their cells: the rows that each stands for, a value a row."""

from collections.abc import Iterator
from itertools import product
from math import prod

from ledger.formats.sheets.cell_parts import parts_of
from ledger.formats.sheets.heading_keys import key_of
from ledger.formats.sheets.mapping import Mapping

_MOST_OF_A_ROW = 50_000
"""Rows that one row with lists may stand for: two years of dates of a team in one row are 11,000 in a real export."""


def rows_of_lists(mapping: Mapping, row: dict[str, str]) -> Iterator[dict[str, str]] | None:
    """The rows that a row with lists stands for; None where a list cannot be read, or they are too many."""
    choices: dict[str, list[str]] = {}
    for column in mapping.columns.values():
        wanted = {key_of(heading) for heading in column.heading}
        for heading, text in row.items() if column.split is not None else ():
            if key_of(heading) in wanted:
                assert column.split is not None
                parts = parts_of(text, column.split)
                if parts is None:
                    return None
                choices[heading] = parts
    if prod(map(len, choices.values())) > _MOST_OF_A_ROW:
        return None
    return (row | dict(zip(choices, chosen, strict=True)) for chosen in product(*choices.values()))
