"""S6.1 质检报告 The quality report of a day, a week or a month: agent by agent, then what evaluators wrote."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from api.documents.printouts.blocks import Block, Column, facts, heading, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.evaluations import Evaluation, Fault, evaluations, evaluations_bytes
from api.documents.printouts.spans import Spans, spans_of
from api.documents.printouts.typesetting import Paper
from api.words.translation import marked
from ledger.facts.figures import show_hundredths
from projections.calendar import day_text
from projections.evaluators import EvaluatorMarks, evaluators

_NOTHING = "–"
_MARKING = (
    marked("Evaluator"),
    marked("Monitorings"),
    marked("Mean"),
    marked("Spread"),
    marked("Disputed"),
    marked("Disputes upheld"),
    marked("Same contact"),
    marked("Mean difference"),
)
_BESIDE_DIGEST = marked(
    "The digest is of the table of agents. The notes are those that the reader may see; they are not under the digest."
    " How evaluators mark is shown to readers who see everybody."
)


@dataclass(frozen=True)
class Judged:
    """What the monitorings of some days say of those who are shown, and how evaluators mark, where that is shown."""

    spans: Spans
    shown: Sequence[Evaluation]
    marking: Sequence[EvaluatorMarks] | None
    content: bytes
    """What is digested of it."""


def judged(material: Material) -> Judged:
    """The monitorings of the days that are asked for. Raises UsageError for days that do not fit."""
    month, asked = material.month, material.asked
    spans = spans_of(asked, month.tables.journal.site.cycle)
    sight = material.source.sight
    whole = evaluations(material.source.ledger, month, spans.days, spans.before, sight.fact)
    marking = evaluators(material.source.books, material.source.ledger, spans.days) if _is_of_all(material) else None
    coordinates = {
        "period": asked.period,
        "position": month.tables.journal.position,
        "rules": month.version,
        "from": day_text(spans.days.first_day),
        "until": day_text(spans.days.last_day),
    }
    shown = [each for each in whole if _is_shown(material, spans, each.employee)]
    if material.older:
        content = evaluations_bytes(coordinates, whole)
    elif sight.is_whole:
        content = evaluations_bytes(coordinates, shown, marking)
    else:
        content = evaluations_bytes(coordinates, [replace(each, notes=()) for each in shown])
    return Judged(spans, shown, marking, content)


def quality(material: Material) -> tuple[Paper, Basis]:
    """The quality report of everyone, a team or an agent. Raises UsageError for days that do not fit."""
    month, asked, found = material.month, material.asked, judged(material)
    digest = material.digest(found.content)
    basis = Basis(asked.period, month.tables.journal.position, month.version, {asked.name: digest})
    return material.paper(judged_blocks(material, found), basis), basis


def judged_blocks(material: Material, found: Judged) -> list[Block]:
    """Agent by agent, then how evaluators mark, then what they wrote."""
    blocks = [
        *_summary(material, found.spans, found.shown),
        *_marking(material, found.marking or ()),
        *_notes(material, found.shown),
    ]
    if not material.source.sight.is_whole:
        blocks.append(text(material.said(_BESIDE_DIGEST), "note"))
    return blocks


def _is_of_all(material: Material) -> bool:
    """Whether it is of everybody, for somebody who sees everybody: then it tells how evaluators mark."""
    return material.source.sight.is_whole and material.shown is None and not material.older


def _is_shown(material: Material, spans: Spans, employee: str) -> bool:
    if material.shown is not None and employee not in material.shown:
        return False
    return material.source.sight.of_period(employee, day_text(spans.days.last_day))


def _summary(material: Material, spans: Spans, shown: Sequence[Evaluation]) -> Iterator[Block]:
    said = material.said
    yield facts([(said("Dates"), spans.dates), (said("Compared with"), spans.dates_before)])
    columns = [
        Column(material.heading_of("employee")),
        Column(material.heading_of("name")),
        Column(said("Team")),
        Column(said("Monitorings"), "right"),
        Column(said("Mean"), "right"),
        Column(said("Mean before"), "right"),
        Column(said("Trend"), "right"),
        Column(said("Commonest faults"), width=1),
    ]
    yield table(columns, [_row(material, each) for each in shown], totals=_totals(material, shown), size=8)
    floor = show_hundredths(material.month.rules.improved_floor)
    yield text(
        said("Faults: criteria by how often they were below %(floor)s, then by mean; else the weakest.", floor=floor),
        "note",
    )
    seen = {each.employee for each in shown}
    missed = [
        material.who(employee)
        for employee, (role, _team) in material.members.items()
        if role == "csr" and employee not in seen and _is_shown(material, spans, employee)
    ]
    if missed:
        yield text(said("Not monitored in these days: %(people)s", people=", ".join(missed)), "note")


def _row(material: Material, each: Evaluation) -> list[str]:
    return [
        each.employee,
        material.names.get(each.employee, ""),
        material.team_of(each.employee),
        str(each.count),
        show_hundredths(each.mean),
        _NOTHING if each.before is None else show_hundredths(each.before),
        _NOTHING if each.trend is None else _signed(each.trend),
        "\n".join(_fault(material, fault) for fault in each.faults) or _NOTHING,
    ]


def _fault(material: Material, fault: Fault) -> str:
    parts = {"criterion": fault.criterion, "mean": show_hundredths(fault.mean)}
    return material.said(
        "%(criterion)s: mean %(mean)s, %(below)s of %(count)s too low", **parts, below=fault.below, count=fault.count
    )


def _totals(material: Material, shown: Sequence[Evaluation]) -> list[str | None]:
    count = sum(each.count for each in shown)
    return [material.said("Total"), None, None, str(count), None, None, None, None]


def _marking(material: Material, marking: Iterable[EvaluatorMarks]) -> Iterator[Block]:
    """How evaluators mark beside each other; nothing where nobody evaluated, or it is not shown."""
    said, shown = material.said, list(marking)
    if not shown:
        return
    yield heading(said("How evaluators mark"))
    first, *figures = (said(each) for each in _MARKING)
    rows = [
        [
            material.who(each.evaluator),
            str(each.evaluations),
            show_hundredths(each.mean),
            show_hundredths(each.spread),
            str(each.disputed),
            f"{each.overturned} ({show_hundredths(each.overturned_share)} %)",
            str(each.compared),
            _NOTHING if each.difference is None else _signed(each.difference),
        ]
        for each in shown
    ]
    yield table([Column(first, width=1), *(Column(each, "right") for each in figures)], rows, size=8)
    yield text(
        said("By the scores first recorded. A difference is the mean of the own score less the other's."), "note"
    )


def _notes(material: Material, shown: Sequence[Evaluation]) -> Iterator[Block]:
    noted = [each for each in shown if each.notes]
    if not noted:
        return
    yield heading(material.said("Improvement notes"))
    columns = [
        Column(material.heading_of("employee")),
        Column(material.said("Date")),
        Column(material.said("Monitoring")),
        Column(material.said("Score"), "right"),
        Column(material.said("Evaluator")),
        Column(material.said("Note"), width=1),
    ]
    rows = [
        [
            material.who(each.employee),
            note.date,
            note.monitoring,
            show_hundredths(note.score),
            note.evaluator,
            note.comment,
        ]
        for each in noted
        for note in each.notes
    ]
    yield table(columns, rows, size=8)


def _signed(hundredths: int) -> str:
    return f"+{show_hundredths(hundredths)}" if hundredths > 0 else show_hundredths(hundredths)
