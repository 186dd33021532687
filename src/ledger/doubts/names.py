"""Doubts about names: a new one that may be mistaken for one on the ledger, and a number that changes its person."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from ledger.doubts.circumstances import Circumstances, Statement
from ledger.doubts.doubt import Doubt
from ledger.facts.base import KINDS
from ledger.facts.governance import Rules

EMPLOYEE, TEAM, EVALUATOR, SHIFT = "employee", "team", "evaluator", "shift"
NAMING = frozenset({Rules.kind, *(kind for kind, model in KINDS.items() if model.new_names)})
"""The kinds that may bring a name."""
_CONFUSABLE = str.maketrans("oil", "011")
_LEADING_ZEROS = re.compile(r"(?<![0-9])0+(?=[0-9])")
_FEWEST_LETTERS = 5
_GAP = "\0"


def outline(name: str) -> str:
    """A name without case, width, leading zeros and the differences of letters that look alike."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(_CONFUSABLE)
    return _LEADING_ZEROS.sub("", folded)


def gaps(name: str) -> Iterator[str]:
    """A name with a gap for each of its characters, where it is a word of five or more, and not a number."""
    if len(name) >= _FEWEST_LETTERS and not any(letter.isdigit() for letter in name):
        for place in range(len(name)):
            yield f"{name[:place]}{_GAP}{name[place + 1 :]}"


class Names:
    """The names of a sort on the ledger, found again by their outlines and by one character's difference."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """Of the names that are there."""
        self.known: set[str] = set()
        """All that are there."""
        self._outlines: dict[str, str] = {}
        self._gaps: dict[str, str] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """A name that is there from now on."""
        if name in self.known:
            return
        self.known.add(name)
        self._outlines.setdefault(outline(name), name)
        for gap in gaps(name):
            self._gaps.setdefault(gap, name)
            self._gaps.setdefault(gap.replace(_GAP, ""), name)

    def similar(self, name: str) -> str | None:
        """A name that a new one may be mistaken for; None also where the name itself is there."""
        if name in self.known:
            return None
        found = self._outlines.get(outline(name)) or self._gaps.get(name)
        if found is not None:
            return found
        for gap in gaps(name):
            shorter = gap.replace(_GAP, "")
            if gap in self._gaps or shorter in self.known:
                return self._gaps.get(gap, shorter)
        return None


def looks_like(statement: Statement, circumstances: Circumstances) -> Iterator[Doubt]:
    """A new employee number, team, evaluator or shift name that differs little from one on the ledger."""
    for sort, name in stated_names(statement):
        found = circumstances.similar(sort, name)
        if found is not None:
            others = ((found, statement.date),) if sort == EMPLOYEE else ()
            yield Doubt("looks_like", {"sort": sort, "name": name, "known": found}, "", others)


def stated_names(statement: Statement) -> Iterator[tuple[str, str]]:
    """The names that a fact may bring: sort and name."""
    if statement.kind == Rules.kind:
        yield from ((SHIFT, str(name)) for name in statement.fields["parameters"].get("shifts", ()))
        return
    for sort in KINDS[statement.kind].new_names:
        name = statement.fields.get(sort)
        if isinstance(name, str):
            yield sort, name
