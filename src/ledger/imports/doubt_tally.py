"""The doubts about the lines of an import: counted, and where many say the same, gathered in one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.appends.append import Outcome
from ledger.doubts.doubt import Doubt
from ledger.facts.base import Fact
from ledger.facts.prepared_fact import Read
from ledger.file_lines import Line
from ledger.imports.batches import approval_of
from ledger.imports.import_answer import ApprovedLeave, DoubtfulLine

TOLD_APART = 20
"""So many lines that say the same are told each; the others in one sentence."""


@dataclass(slots=True)
class _Group:
    """What says the same: the first of its lines, and how many there are."""

    told: list[tuple[int, Doubt, str]] = field(default_factory=list)
    """Each with its line, and of whom it is."""
    count: int = 0
    following: int = 0
    """The first line that is not told apart."""

    def add(self, number: int, doubt: Doubt, employee: str) -> None:
        self.count += 1
        if len(self.told) < TOLD_APART:
            self.told.append((number, doubt, employee))
        elif not self.following:
            self.following = number


MOST_SUPPOSED = 2_000
"""Facts of a dry run that reports are asked of; of a longer file an import tells what they say."""


class DoubtTally:
    """The doubts about the lines of a file."""

    def __init__(self) -> None:
        """There are none yet."""
        self.lines = 0
        """How many lines are doubtful."""
        self.approvals: list[ApprovedLeave] = []
        """The leaves that were approved."""
        self.supposed: list[Fact] | None = None
        """What was accepted, where that is asked for: of a dry run, up to the first fact too many."""
        self._groups: dict[tuple[str, str, str], _Group] = {}

    @property
    def known_supposed(self) -> tuple[Fact, ...]:
        """What was accepted of a dry run; nothing where that is too much."""
        found = self.supposed or []
        return tuple(found) if len(found) <= MOST_SUPPOSED else ()

    def count(self, lines: Sequence[Line], read: Sequence[Read], outcomes: Iterable[Outcome]) -> None:
        """Take in the doubts about the lines of a batch that were recorded."""
        for line, each, outcome in zip(lines, read, outcomes, strict=True):
            if outcome.refusal is not None or each.prepared is None or outcome.known is None:
                continue
            if outcome.doubts:
                self.lines += 1
                self.note(line.number, each.prepared.kind, outcome.doubts, outcome.known.employee)
            if outcome.status == "accepted" and self.supposed is not None and len(self.supposed) <= MOST_SUPPOSED:
                self.supposed.append(each.prepared.fact)
            if outcome.status == "accepted" and (approval := approval_of(each)) is not None:
                self.approvals.append(ApprovedLeave(line.number, approval.leave, bool(outcome.doubts)))

    def note(self, number: int, kind: str, doubts: Iterable[Doubt], employee: str) -> None:
        """Take in doubts about a line."""
        for doubt in doubts:
            key = doubt.code, doubt.wording, kind
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = _Group()
            group.add(number, doubt, employee)

    def add(self, other: "DoubtTally") -> None:
        """Take in those of later lines."""
        self.lines += other.lines
        self.approvals += other.approvals
        for key, group in other._groups.items():
            own = self._groups.setdefault(key, _Group())
            told = group.told[: TOLD_APART - len(own.told)]
            if not own.following:
                rest = group.told[len(told) :]
                own.following = rest[0][0] if rest else group.following
            own.told += told
            own.count += group.count

    def listed(self) -> list[DoubtfulLine]:
        """What is told, in the order of the lines."""
        found = []
        for group in self._groups.values():
            found += [DoubtfulLine(number, doubt, employee=employee) for number, doubt, employee in group.told]
            more = group.count - len(group.told)
            if more:
                found.append(DoubtfulLine(group.following, group.told[-1][1], more))
        return sorted(found, key=lambda each: each.line)
