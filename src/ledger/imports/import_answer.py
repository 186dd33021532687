"""What an import answers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from ledger.doubts.doubt import Doubt, sentence, shown_doubt
from ledger.facts.base import Fact
from ledger.labels import ENGLISH, label


@dataclass(frozen=True, slots=True)
class Issue:
    """A refused line: its number, a code for programs, a sentence for people, and its file among several.

    Of a sheet with the cell that is at fault, such as D5, where it is one, and the sheet of a workbook where several
    are read.
    """

    line: int
    code: str
    message: str
    file: str | None = None
    cell: str = ""
    sheet: str = ""

    def as_json(self) -> dict[str, Any]:
        """The issue as ``import --json`` prints it."""
        issue: dict[str, Any] = {"line": self.line, "code": self.code, "message": self.message}
        if self.cell:
            issue["cell"] = self.cell
        if self.sheet:
            issue["sheet"] = self.sheet
        return issue if self.file is None else {"file": self.file, **issue}


@dataclass(frozen=True, slots=True)
class DoubtfulLine:
    """A line that was recorded and should be looked at; with `more`, so many lines from this one on say the same."""

    line: int
    doubt: Doubt
    more: int = 0
    file: str | None = None
    employee: str = ""
    """Of whom the line is, as it was recorded; not told."""

    def message(self, language: str = ENGLISH) -> str:
        """What is doubtful, in a sentence."""
        if not self.more:
            return sentence(self.doubt, language)
        return label("doubt", "more", language, more=self.more, sentence=sentence(self.doubt, language))

    def as_json(self) -> dict[str, Any]:
        """The doubt as ``import --json`` prints it."""
        told: dict[str, Any] = {"line": self.line, **shown_doubt(self.doubt), "message": self.message()}
        if self.more:
            told["more"] = self.more
        return told if self.file is None else {"file": self.file, **told}


@dataclass(frozen=True, slots=True)
class ApprovedLeave:
    """A line that was recorded and approves a leave, and whether it is doubtful: what the leave does, reports tell."""

    line: int
    leave: str
    is_doubtful: bool


@dataclass(frozen=True, slots=True)
class ImportAnswer:
    """How many lines were accepted, duplicates, in conflict or rejected, and why the last two were refused.

    And how many of those that were accepted are doubtful, and what of them should be looked at.
    """

    accepted: int = 0
    duplicate: int = 0
    conflict: int = 0
    rejected: int = 0
    issues: list[Issue] = field(default_factory=list)
    sheets_not_read: list[str] = field(default_factory=list)
    """Sheets of a workbook that are shown and were not read."""
    imports: tuple[str, ...] = ()
    """The ids of the imports, one a file: what `import --undo` takes."""
    doubtful: int = 0
    doubts: list[DoubtfulLine] = field(default_factory=list)
    approvals: tuple[ApprovedLeave, ...] = ()
    """Of leave, not told: `projections.doubts` adds what reports tell of them."""
    supposed: tuple[Fact, ...] = ()
    """Of a dry run, what it would record, not told: that is what reports are asked of. Nothing of a long file."""

    @property
    def refused(self) -> int:
        """How many lines were refused."""
        return self.conflict + self.rejected

    def as_json(self) -> dict[str, Any]:
        """The answer as ``import --json`` prints it."""
        told = {"imports": list(self.imports)} if self.imports else {}
        answer: dict[str, Any] = {
            "accepted": self.accepted,
            "duplicate": self.duplicate,
            "conflict": self.conflict,
            "rejected": self.rejected,
            "issues": [issue.as_json() for issue in self.issues],
            "doubtful": self.doubtful,
            "doubts": [doubt.as_json() for doubt in self.doubts],
            **told,
        }
        return answer | ({"sheets_not_read": self.sheets_not_read} if self.sheets_not_read else {})


def summed(answers: Iterable[ImportAnswer]) -> ImportAnswer:
    """The answers of several files in one."""
    total = ImportAnswer()
    for answer in answers:
        total = ImportAnswer(
            total.accepted + answer.accepted,
            total.duplicate + answer.duplicate,
            total.conflict + answer.conflict,
            total.rejected + answer.rejected,
            [*total.issues, *answer.issues],
            [*total.sheets_not_read, *answer.sheets_not_read],
            (*total.imports, *answer.imports),
            total.doubtful + answer.doubtful,
            [*total.doubts, *answer.doubts],
            (*total.approvals, *answer.approvals),
            (*total.supposed, *answer.supposed),
        )
    return total
