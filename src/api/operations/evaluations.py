"""Evaluations: a monitoring with the revisions after it (S6.1), those of some days, and what marks come to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.operations.context import Context
from api.operations.facts import FactQuery, every_fact
from api.operations.operation import operation
from api.operations.reports import ReportSelection, report
from api.operations.workflows import workflow
from ledger.facts.figures import hundredths
from projections.evaluations import Criterion, weighted_score
from projections.scores import mean

KINDS = ("monitoring", "monitoring_revision")
Fact = Mapping[str, Any]


@dataclass(slots=True)
class Evaluation:
    """An evaluation: what was recorded first, and what followed in the order of recording."""

    opened: Fact
    followed: list[Fact] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Its number."""
        return str(self.opened["monitoring"])

    @property
    def employee(self) -> str:
        """Who was evaluated."""
        return str(self.opened["employee"])

    @property
    def evaluator(self) -> str:
        """Who evaluated."""
        return str(self.opened["evaluator"])

    @property
    def date(self) -> str:
        """The date of the contact."""
        return str(self.opened["date"])

    @property
    def version(self) -> int:
        """How many facts it is made of: what `If-Match` is compared with."""
        return 1 + len(self.followed)

    @property
    def standing(self) -> str:
        """`standing`, `revised` or `withdrawn`: the last word counts."""
        if not self.followed:
            return "standing"
        return "withdrawn" if self.followed[-1].get("withdrawn") else "revised"

    @property
    def recorded_score(self) -> int:
        """The score as it was recorded first, in hundredths."""
        return hundredths(str(self.opened["score"]))

    @property
    def score(self) -> int | None:
        """The score that counts, in hundredths; None where it is withdrawn."""
        if self.standing == "withdrawn":
            return None
        return hundredths(str(self.followed[-1]["score"])) if self.followed else self.recorded_score

    @property
    def form(self) -> tuple[str, int] | None:
        """The form and version that it was made by, where that was recorded.

        Before forms were named in fields of their own, the console named them in `ext`.
        """
        if self.is_by_form:
            return str(self.opened["form"]), int(self.opened["version"])
        ext = self.opened.get("ext")
        if not isinstance(ext, dict):
            return None
        form, version = ext.get("form"), ext.get("version")
        return (form, version) if isinstance(form, str) and isinstance(version, int) else None

    @property
    def is_by_form(self) -> bool:
        """Whether it is held to a form (S6.1a)."""
        return self.opened.get("form") is not None

    def criteria(self, critical: frozenset[str] = frozenset()) -> list[Criterion]:
        """Its criteria with their last marks; `critical` are the names of the critical ones of its form."""
        marked = [each["criteria"] for each in (self.opened, *self.followed) if each.get("criteria")]
        return [
            Criterion(each["name"], each["weight"], _mark(each["score"]), each["name"] in critical)
            for each in (marked[-1] if marked else ())
        ]


def _mark(score: Any) -> int | None:
    return None if score is None else hundredths(str(score))


@dataclass(frozen=True, slots=True)
class EvaluationQuery:
    """Which evaluations: of contacts of some days, of an employee, by an evaluator, and in a state."""

    first: date
    last: date
    employee: str = ""
    evaluator: str = ""
    standing: str = ""

    def takes(self, each: Evaluation) -> bool:
        """Whether it asks for an evaluation; an empty member asks for all."""
        wanted = (
            (self.employee, each.employee),
            (self.evaluator, each.evaluator),
            (self.standing, each.standing),
        )
        return all(text in ("", own) for text, own in wanted)


@dataclass(frozen=True, slots=True)
class Evaluations:
    """The evaluations that were asked for, the latest contact first, and their scores in hundredths."""

    found: list[Evaluation]
    evaluators: list[str]
    """Everybody who evaluated contacts of the days."""
    mean: int | None
    """The mean (S6.1) of the scores that count; None where there are none."""
    lowest: int | None


@dataclass(frozen=True, slots=True)
class EvaluationScore:
    """What marks come to: the score in hundredths, and the critical criteria that fail the whole."""

    score: int | None
    """None where nothing that counts is marked."""
    failed: list[str]


@dataclass(frozen=True, slots=True)
class CallScores:
    """The call scores (S6.1) of a period, in hundredths by employee, and their mean; None where there are none."""

    period: str
    scores: Mapping[str, int]
    mean: int | None
    members: frozenset[str]
    """Everybody in the report."""
    waiting: list[str]
    """The agents without a call score."""


def put_together(facts: Iterable[Fact]) -> list[Evaluation]:
    """The evaluations that facts in the order of the ledger are about."""
    found: dict[str, Evaluation] = {}
    for fact in facts:
        if fact["kind"] == "monitoring":
            found[fact["monitoring"]] = Evaluation(fact)
        elif fact["monitoring"] in found:
            found[fact["monitoring"]].followed.append(fact)
    return list(found.values())


@operation("see the ledger")
def evaluations(context: Context, query: EvaluationQuery) -> Evaluations:
    """The evaluations of the contacts of some days; a revision has the date of what it revises."""
    asked = FactQuery(KINDS, employee=query.employee or None, first=query.first, last=query.last)
    every = put_together(every_fact(context, asked))
    found = sorted(filter(query.takes, every), key=lambda each: each.date, reverse=True)
    scores = [each.score for each in found if each.score is not None]
    return Evaluations(
        found=found,
        evaluators=sorted({each.evaluator for each in every}),
        mean=mean(scores) if scores else None,
        lowest=min(scores, default=None),
    )


@operation("read monitoring")
def evaluation(context: Context, number: str) -> Evaluation:
    """One evaluation. Raises Problem where there is none within reach."""
    found = workflow(context, "monitoring", number)
    return Evaluation(found["opened"], list(found["followed"]))


@operation("record monitoring")
def evaluation_score(_context: Context, criteria: Sequence[Criterion]) -> EvaluationScore:
    """What the score of an evaluation comes to, before it is recorded."""
    return EvaluationScore(weighted_score(criteria), [each.name for each in criteria if each.is_failed])


@operation("report scores")
def call_scores(context: Context, period: str, team: str | None = None) -> CallScores:
    """The call scores of a period, of everybody or of a team of that period."""
    rows = report(context, "scores", period, ReportSelection(team=team)).rows
    scores = {row["employee"]: hundredths(row["call"]) for row in rows if row["call"] is not None}
    return CallScores(
        period=period,
        scores=scores,
        mean=mean(list(scores.values())) if scores else None,
        members=frozenset(row["employee"] for row in rows),
        waiting=[row["employee"] for row in rows if row["role"] == "csr" and row["call"] is None],
    )
