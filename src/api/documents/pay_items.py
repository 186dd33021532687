"""S10 薪资项目 The items of pay: their order, what they are called on a register, and which one a heading means."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import polars as pl

from api.words.labels import value_label
from api.words.language import Language
from ledger.formats.sheets.heading_keys import key_of
from ledger.labels import label
from ledger.ruleset import MANUAL
from projections.awards import known_awards
from projections.pay.pay_line import KnownTypes
from projections.pay.pay_lines import NUMBERED, PAY_LINES, items_of
from projections.pay.payroll import in_order
from projections.reconciliation import TOTAL

CORRECTION = "correction"
_COLON = re.compile(r"[:：]")


def in_pay_order(items: Iterable[str]) -> list[str]:
    """Items, each once, in the order of S10, as a payslip has them."""
    named = sorted(set(items))
    lines = pl.DataFrame(
        [("", *_parts(item), None, item) for item in named],
        schema={"employee": pl.String, "line": pl.String, "type": pl.String, "position": pl.Int64, "item": pl.String},
        orient="row",
    )
    ordered: list[str] = in_order(lines)["item"].to_list()
    assert len(ordered) == len(named), "every item is a line of S10"
    return ordered


def item_heading(item: str, language: Language) -> str:
    """What an item is called at the head of a column."""
    if item == TOTAL:
        return label("column", "pay_total", language)
    called = value_label(item, language)
    return called[:1].upper() + called[1:]


class PayItems:
    """The items that a heading can mean: those of the manual, and those of the ledger beside them."""

    def __init__(self, on_ledger: Iterable[str] = ()) -> None:
        """Know these items too, such as a leave type of a rule set's own."""
        self._items = {key_of(text): item for item in (*_known(), *on_ledger) for text in _called(item)}

    def meant(self, heading: str) -> str | None:
        """The item of a heading, by its name or its label in either language; None where it means none."""
        found = self._items.get(key_of(heading))
        named, *typed = (part.strip() for part in _COLON.split(heading, maxsplit=1))
        if found is not None or not (named and typed and typed[0]):
            return found
        line = self._items.get(key_of(named))
        return f"{line}:{typed[0]}" if line in NUMBERED else None

    def choice(self, text: str) -> str:
        """What could have been meant, for a sentence."""
        near = get_close_matches(key_of(text), self._items, n=1)
        return f"did you mean {self._items[near[0]]}" if near else "give a name such as base or allowance:meal"


def _known() -> Iterator[str]:
    yield TOTAL
    yield from PAY_LINES
    yield from items_of(KnownTypes(tuple(known_awards()), tuple(MANUAL.leave_types)))


def _called(item: str) -> Iterator[str]:
    if item == TOTAL:
        yield item
        for language in Language:
            yield label("column", "pay_total", language)
            yield label("heading", "total", language)
        return
    yield item
    for language in Language:
        yield value_label(item, language)
    line, colon, kind = item.partition(":")
    if colon:
        # As a register of another day has it, whose theme was called otherwise.
        yield from (label("sign", "colon", language).join((value_label(line, language), kind)) for language in Language)


def _parts(item: str) -> tuple[str, str | None]:
    line, _, kind = item.partition(":")
    return line, kind or None
