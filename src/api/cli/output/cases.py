"""The whole case of a dispute on a page (S12.2), for people."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from api.cli.output.disputes import NOTHING, disputed, print_table, state_label
from api.cli.output.explanations import write_tree
from api.cli.output.history import content_of, standing_of
from api.disputes.case import Case, CaseFact, FollowedAdjustment
from api.disputes.disputed_explanations import ExplainedFigure
from api.disputes.figures import DisputedFigure
from api.words.labels import column_label, report_label, value_label
from api.words.language import Language
from api.words.visible_text import visible
from ledger.facts.conduct import DisputeDecision
from ledger.facts.figures import show_money
from ledger.labels import label
from projections.reports import REPORTS

_HEADINGS = ("position", "recorded_at", "kind", "content", "fact_status", "id")


def write_case(case: Case, language: Language, names: Mapping[str, str]) -> None:
    """Write a case to standard output, part by part."""
    page = _Page(case, language)
    page.head(names)
    page.figures()
    page.explanations(names)
    page.facts()
    page.decisions()
    page.adjustments()


class _Page:
    """The parts of a case in one language."""

    def __init__(self, case: Case, language: Language) -> None:
        self._case = case
        self._language = language

    def _told(self, key: str, **parts: object) -> str:
        return label("case", key, self._language, **parts)

    def head(self, names: Mapping[str, str]) -> None:
        """Who disputes what, since when and why."""
        told, opened = self._case.dispute, self._case.opened
        decision = self._case.decision
        state = state_label("open" if decision is None else decision.decision, self._language)
        who = " ".join(filter(None, (told.employee, names.get(told.employee))))
        raised = _second(told.at.astimezone(opened.recorded_at.tzinfo))
        recorded = _second(opened.recorded_at)
        by = f" · {told.recorded_by}" if told.recorded_by else ""
        over = disputed(told, self._case.about, self._language)
        self._line(f"{self._told('dispute', number=told.dispute)} · {who} · {state}")
        self._line(self._told("disputed", what=over))
        self._line(f"{self._told('raised', raised=raised, recorded=recorded, position=opened.position)}{by}")
        for line in told.text.splitlines():
            self._line(f"  {line}")

    def figures(self) -> None:
        """The figure when it was disputed and now, from the books and from the facts alone."""
        self._title("figures")
        if not self._case.figures:
            return self._none()
        then, now = self._case.opened.position, self._case.position
        heads = (
            self._told("figure"),
            self._told("when_disputed", position=then),
            self._told("books_now", position=now),
            self._told("replay_now", position=now),
        )
        return print_table(heads, [self._figure(each) for each in self._case.figures])

    def _figure(self, figure: DisputedFigure) -> list[str]:
        name = figure.name
        columns = {column.name: column for column in REPORTS[name.report].columns}
        column = columns.get(name.column)
        what = value_label(name.column, self._language) if column is None else column_label(column, self._language)
        # Only an award's theme is a term; dates and minutes stand as they are.
        row = value_label(name.row, self._language) if name.report == "awards" else name.row
        parts = (name.period, report_label(name.report, self._language), row, what)
        values = (figure.then, figure.books, figure.replay)
        labelled = column is not None and column.labelled
        return [" · ".join(filter(None, parts)), *(self._value(value, labelled=labelled) for value in values)]

    def _value(self, value: Any, *, labelled: bool) -> str:
        if isinstance(value, list):
            return " ".join(map(str, value)) or NOTHING
        if value is None:
            return NOTHING
        told = value_label(value, self._language) if labelled or isinstance(value, bool) else str(value)
        return told or NOTHING

    def explanations(self, names: Mapping[str, str]) -> None:
        """Why the figure was what it was, and why it is what it is; once where that is the same."""
        case = self._case
        if _reasons(case.explained_then) == _reasons(case.explained_now):
            self._title("explanation")
            return self._trees(case.explained_now, names)
        self._title("explanation_then")
        self._trees(case.explained_then, names)
        self._title("explanation_now")
        return self._trees(case.explained_now, names)

    def _trees(self, explained: Sequence[ExplainedFigure], names: Mapping[str, str]) -> None:
        for each in explained:
            name = names.get(each.explanation.request.employee, "")
            write_tree(each.explanation, each.facts, self._case.zone, self._language, name)
        if not explained:
            self._none()

    def facts(self) -> None:
        """What was recorded since, and what the decision names."""
        self._title("facts")
        if not self._case.facts:
            return self._none()
        heads = [label("heading", heading, self._language) for heading in _HEADINGS]
        rows = [self._fact(each) for each in self._case.facts]
        return print_table(heads, rows, folds=_HEADINGS.index("content"))

    def _fact(self, fact: CaseFact) -> list[str]:
        entry = fact.entry
        named = [self._told("named")] if fact.named else []
        return [
            str(entry.position),
            _second(entry.recorded_at),
            label("kind", entry.fact.kind, self._language),
            content_of(entry, self._case.dispute.employee),
            "\n".join([*named, *standing_of(entry, self._language)]),
            entry.id,
        ]

    def decisions(self) -> None:
        """What was decided, by whom, when and why; the last decision holds."""
        self._title("decisions")
        for entry in self._case.decisions:
            told = entry.fact
            assert isinstance(told, DisputeDecision)
            at = _second(told.at.astimezone(entry.recorded_at.tzinfo))
            anew = "" if entry is self._case.decisions[-1] else self._told("decided_again")
            where = label("coordinate", "position", self._language, position=entry.position)
            self._line(f"  {state_label(told.decision, self._language)} · {told.by} · {at} · {where}{anew}")
            for line in told.reason.splitlines():
                self._line(f"    {line}")
        if not self._case.decisions:
            self._none()

    def adjustments(self) -> None:
        """What later periods pay more or less for the disputed one."""
        self._title("adjustments")
        for each in self._case.adjustments:
            item = value_label(each.item, self._language)
            self._line(f"  {each.period} · {each.employee} · {item} · {show_money(each.amount)} · {self._where(each)}")
        if not self._case.adjustments:
            self._none()

    def _where(self, each: FollowedAdjustment) -> str:
        if each.position is None:
            return self._told("due")
        return self._told("posted", position=each.position)

    def _title(self, key: str) -> None:
        print(f"\n{self._told(key)}")

    def _none(self) -> None:
        print(f"  {self._told('none')}")

    def _line(self, text: str) -> None:
        print(visible(text))


def _reasons(explained: Sequence[ExplainedFigure]) -> list[Any]:
    """What explanations say, whichever position they are of."""
    return [(each.explanation.rules, repr(each.explanation.node)) for each in explained]


def _second(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
