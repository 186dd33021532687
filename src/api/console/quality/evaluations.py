"""Evaluations as they stand, of the facts of the ledger: a monitoring, and the revisions after it (S6.1)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from api.charts import Chart, Series
from api.console.quality.form_versions import Form, critical_names
from api.console.quality.score import Marked, drawn, score_of, shown_points
from api.console.visit import Visit
from api.operations.workflows import workflow

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
        return _hundredths(self.opened["score"])

    @property
    def score(self) -> int | None:
        """The score that counts, in hundredths; None where it is withdrawn."""
        if self.standing == "withdrawn":
            return None
        return _hundredths(self.followed[-1]["score"]) if self.followed else self.recorded_score

    @property
    def form(self) -> tuple[str, int] | None:
        """The form and version that it was made by, where that was recorded."""
        ext = self.opened.get("ext")
        if not isinstance(ext, dict):
            return None
        form, version = ext.get("form"), ext.get("version")
        return (form, version) if isinstance(form, str) and isinstance(version, int) else None

    def criteria(self, forms: Iterable[Form] = ()) -> list[Marked]:
        """Its criteria as marked; which are critical is known where the form is."""
        critical = critical_names(forms, self.form)
        return [
            Marked(each["name"], each["weight"], _hundredths(each["score"]), each["name"] in critical)
            for each in self.opened.get("criteria") or ()
        ]


def evaluations(facts: Iterable[Fact]) -> list[Evaluation]:
    """The evaluations that facts in the order of the ledger are about."""
    found: dict[str, Evaluation] = {}
    for fact in facts:
        if fact["kind"] == "monitoring":
            found[fact["monitoring"]] = Evaluation(fact)
        elif fact["monitoring"] in found:
            found[fact["monitoring"]].followed.append(fact)
    return list(found.values())


def evaluations_of(visit: Visit, period: Mapping[str, Any], employee: str | None = None) -> list[Evaluation]:
    """The evaluations of a period's contacts; a revision has the date of what it revises."""
    first, last = date.fromisoformat(period["first_day"]), date.fromisoformat(period["last_day"])
    return evaluations(visit.facts(*KINDS, employee=employee, first=first, last=last))


def evaluation(visit: Visit, number: str) -> Evaluation:
    """One evaluation. Raises Problem where there is none within reach."""
    found = workflow(visit.context, "monitoring", number)
    return Evaluation(found["opened"], list(found["followed"]))


def chart_of(visit: Visit, criteria: Sequence[Marked]) -> Chart | None:
    """The criteria as lying bars; None where the evaluation has none."""
    if not criteria:
        return None
    named = [f"{each.name} ({each.weight} %)" for each in criteria]
    return Chart(
        visit.says("Score by criterion"),
        "lying",
        named,
        [Series(visit.says("Score"), [drawn(each.score) for each in criteria])],
        visit.says("Criterion (weight)"),
        shown=shown_points,
    )


def _hundredths(text: str) -> int:
    found = score_of(str(text))
    assert found is not None, "the ledger holds scores from 0 to 100"
    return found
