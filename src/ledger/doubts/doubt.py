"""A doubt: a code with its parameters, and its sentence in the language of who reads."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ledger.labels import ENGLISH, label
from ledger.refusal import Refusal

STANDING = frozenset(
    {
        "repeats",
        "in_closed_period",
        "not_employed",
        "looks_like",
        "shift_on_leave",
        "leave_without_effect",
        "own_decision",
        "contradicts_criteria",
        "overdrawn",
    }
)
"""The codes that the facts tell at any position; the others are told when a fact is recorded, and only then."""
TOLD_ONCE = frozenset(
    {
        "in_future",
        "long_ago",
        "replaces_person",
        "twice_in_file",
        "past_roster",
        "cancels_begun_leave",
        "swap_of_past",
        "unusual_amount",
    }
)
CODES = STANDING | TOLD_ONCE


class Doubt(NamedTuple):
    """What should be looked at, with what it is told by; `wording` chooses among the sentences of a code.

    `others` are the employees that it tells something of who are not those of the fact, each with a date.
    """

    code: str
    parameters: Mapping[str, str]
    wording: str = ""
    others: tuple[tuple[str, str], ...] = ()


def sentence(doubt: Doubt, language: str = ENGLISH) -> str:
    """What is doubtful, where, and what to do, in a sentence."""
    key = f"{doubt.code}:{doubt.wording}" if doubt.wording else doubt.code
    parts = dict(doubt.parameters)
    if "kind" in parts:
        parts["kind"] = label("kind", parts["kind"], language)
    if "sort" in parts:
        parts["sort"] = label("doubted name", parts["sort"], language)
    return label("doubt", key, language, **parts)


def shown_doubt(doubt: Doubt, language: str = ENGLISH) -> dict[str, Any]:
    """A doubt as it is answered: its code, its sentence, its parameters, and which of the code's sentences it is."""
    told = {"code": doubt.code, "message": sentence(doubt, language), "parameters": dict(doubt.parameters)}
    return told | ({"wording": doubt.wording} if doubt.wording else {})


def told_doubt(told: Mapping[str, Any]) -> Doubt:
    """The doubt of what was answered."""
    return Doubt(told["code"], told["parameters"], told.get("wording", ""))


def with_foreseen(doubts: Sequence[Doubt], foreseen: Sequence[Doubt]) -> tuple[Doubt, ...]:
    """Doubts with those that reports have told of the same fact, which say more of a code that is there already."""
    told = {doubt.code for doubt in doubts}
    better = {doubt.code: doubt for doubt in foreseen if doubt.code in told}
    return (*(better.get(doubt.code, doubt) for doubt in doubts), *(each for each in foreseen if each.code not in told))


def kept_out(doubts: Sequence[Doubt]) -> Refusal:
    """The refusal of a fact that is recorded only without doubts: the first of them, and how many more there are."""
    said = sentence(doubts[0])
    if len(doubts) > 1:
        said = label("doubt", "kept_out", ENGLISH, sentence=said, more=len(doubts) - 1)
    return Refusal(doubts[0].code, said)
