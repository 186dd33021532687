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
from projections.reports import REPORTS


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
        self._chinese = language is Language.CHINESE

    def _said(self, zh: str, en: str) -> str:
        return zh if self._chinese else en

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
        self._line(f"{self._said('申诉', 'Dispute')} {told.dispute} · {who} · {state}")
        self._line(f"{self._said('争议内容：', 'Over: ')}{over}")
        self._line(
            self._said(
                f"提出于 {raised}，记录于 {recorded}，账本位置 {opened.position}{by}",
                f"Raised {raised}, recorded {recorded} at ledger position {opened.position}{by}",
            )
        )
        for line in told.text.splitlines():
            self._line(f"  {line}")

    def figures(self) -> None:
        """The figure when it was disputed and now, from the books and from the facts alone."""
        self._title("争议数字", "The figure")
        if not self._case.figures:
            return self._none()
        then, now = self._case.opened.position, self._case.position
        heads = (
            self._said("数字", "Figure"),
            self._said(f"提出时({then})", f"When disputed ({then})"),
            self._said(f"现在·账面({now})", f"Now, books ({now})"),
            self._said(f"现在·重算({now})", f"Now, replay ({now})"),
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
            self._title("解释（提出时与现在相同）", "The explanation, now as when it was disputed")
            return self._trees(case.explained_now, names)
        self._title("提出时的解释", "The explanation when it was disputed")
        self._trees(case.explained_then, names)
        self._title("现在的解释", "The explanation now")
        return self._trees(case.explained_now, names)

    def _trees(self, explained: Sequence[ExplainedFigure], names: Mapping[str, str]) -> None:
        for each in explained:
            name = names.get(each.explanation.request.employee, "")
            write_tree(each.explanation, each.facts, self._case.zone, self._language, name)
        if not explained:
            self._none()

    def facts(self) -> None:
        """What was recorded since, and what the decision names."""
        self._title("此后的相关事实", "Facts since")
        if not self._case.facts:
            return self._none()
        heads = (
            ("位置", "记录时间", "种类", "内容", "状态", "编号")
            if self._chinese
            else ("Position", "Recorded", "Kind", "Content", "Standing", "Id")
        )
        return print_table(heads, [self._fact(each) for each in self._case.facts])

    def _fact(self, fact: CaseFact) -> list[str]:
        entry = fact.entry
        named = [self._said("决定所列", "named by the decision")] if fact.named else []
        return [
            str(entry.position),
            _second(entry.recorded_at),
            self._said(entry.fact.label_zh, entry.fact.label_en),
            content_of(entry, self._case.dispute.employee),
            "\n".join([*named, *standing_of(entry, chinese=self._chinese)]),
            entry.id,
        ]

    def decisions(self) -> None:
        """What was decided, by whom, when and why; the last decision holds."""
        self._title("处理决定", "Decision")
        for entry in self._case.decisions:
            told = entry.fact
            assert isinstance(told, DisputeDecision)
            at = _second(told.at.astimezone(entry.recorded_at.tzinfo))
            anew = "" if entry is self._case.decisions[-1] else self._said("（后来另有决定）", " (decided anew since)")
            where = self._said(f"账本位置 {entry.position}", f"ledger position {entry.position}")
            self._line(f"  {state_label(told.decision, self._language)} · {told.by} · {at} · {where}{anew}")
            for line in told.reason.splitlines():
                self._line(f"    {line}")
        if not self._case.decisions:
            self._none()

    def adjustments(self) -> None:
        """What later periods pay more or less for the disputed one."""
        self._title("后续调整", "Adjustments that followed")
        for each in self._case.adjustments:
            item = value_label(each.item, self._language)
            self._line(f"  {each.period} · {each.employee} · {item} · {show_money(each.amount)} · {self._where(each)}")
        if not self._case.adjustments:
            self._none()

    def _where(self, each: FollowedAdjustment) -> str:
        if each.position is None:
            return self._said("该期关账时入账", "due when that period closes")
        return self._said(f"已入账，账本位置 {each.position}", f"posted at ledger position {each.position}")

    def _title(self, zh: str, en: str) -> None:
        print(f"\n{self._said(zh, en)}")

    def _none(self) -> None:
        print(f"  {self._said('无', 'none')}")

    def _line(self, text: str) -> None:
        print(visible(text))


def _reasons(explained: Sequence[ExplainedFigure]) -> list[Any]:
    """What explanations say, whichever position they are of."""
    return [(each.explanation.rules, repr(each.explanation.node)) for each in explained]


def _second(moment: datetime) -> str:
    return moment.isoformat(sep=" ", timespec="seconds")
