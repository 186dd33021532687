"""S12.2 申诉案卷 A dispute's whole case for print: the figure then and now, why, the facts since, and the decision."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from api.colleagues import own_case
from api.disputes import item_label
from api.disputes.case import case_of
from api.documents.printouts.blocks import Block, Column, facts, heading, table, text
from api.documents.printouts.document_context import Basis, Material
from api.documents.printouts.explanations import explanation_blocks, fact_text
from api.documents.printouts.typesetting import Paper
from api.words.fact_words import kind_label
from api.words.labels import column_label, report_label, value_label
from ledger.refusal import MissingError, UsageError
from projections.reports import REPORTS

_NOTHING = "–"
_SECOND = 19

Told = Mapping[str, Any]


def dispute_file(material: Material) -> tuple[Paper, Basis]:
    """The file of a dispute. Raises MissingError where it is not of the period or not there."""
    asked, source = material.asked, material.source
    if asked.dispute is None:
        raise UsageError("dispute is missing; give the number of a dispute, such as D1")
    position, version = source.books.journal.position, material.month.version
    case = case_of(source.ledger, source.reader, source.books.engine, asked.dispute, position, source.sight)
    told = case.as_json()
    opened = told["opened"]
    if opened.get("period") not in (None, asked.period):
        raise MissingError(f"{asked.dispute[:60]} is about {opened['period']}, not about {asked.period}; ask for that")
    whole = told
    if asked.employees is not None:
        if opened["employee"] not in asked.employees:
            raise MissingError(f"there is no dispute {asked.dispute[:60]!r} of yours; give the number of your own")
        known = source.books.journal.tables["employees"]["employee"].to_list()
        told = own_case(told, opened["employee"], known)
    digested = whole if material.older else told
    digest = material.digest(json.dumps(digested, ensure_ascii=False, separators=(",", ":")).encode())
    basis = Basis(
        asked.period,
        position,
        version,
        {f"dispute-{asked.dispute}": digest},
        about=opened["employee"],
        people=case.people,
    )
    blocks = [*_head(material, told), *_figures(material, told), *_reasons(material, told), *_facts(material, told)]
    blocks += [*_decisions(material, told), *_adjustments(material, told)]
    return material.paper(blocks, basis), basis


def _head(material: Material, told: Told) -> Iterator[Block]:
    said, opened = material.said, told["opened"]
    state = "open" if told["decision"] is None else told["decision"]["decision"]
    over = [opened.get("period"), item_label(opened.get("item"), material.language), opened.get("about")]
    yield facts(
        [
            (said("Dispute"), told["dispute"]),
            (said("Status"), _state(material, state)),
            (said("Who"), material.who(opened["employee"])),
            (said("Team"), material.team_of(opened["employee"]) or _NOTHING),
            (said("Over what"), " · ".join(filter(None, over))),
            (said("Ledger position"), str(opened["position"])),
            (said("Raised"), _second(opened["at"])),
            (said("Recorded"), _second(opened["recorded_at"])),
        ]
    )
    yield heading(said("What is disputed"))
    yield text(opened["text"])


def _figures(material: Material, told: Told) -> Iterator[Block]:
    said = material.said
    yield heading(said("The figure"))
    if not told["figures"]:
        yield text(said("There are none."))
        return
    then, now = told["opened"]["position"], told["position"]
    columns = [
        Column(said("Figure"), width=1),
        Column(said("When disputed (%(position)s)", position=then), "right"),
        Column(said("Now, books (%(position)s)", position=now), "right"),
        Column(said("Now, replay (%(position)s)", position=now), "right"),
    ]
    yield table(columns, [_figure(material, each) for each in told["figures"]])


def _figure(material: Material, figure: Told) -> list[str]:
    language, name = material.language, figure["column"]
    columns = {column.name: column for column in REPORTS[figure["report"]].columns}
    what = column_label(columns[name], language) if name in columns else value_label(name, language)
    row = value_label(figure["row"], language) if figure["report"] == "awards" and figure["row"] else figure["row"]
    parts = (figure["period"], report_label(figure["report"], language), row, what)
    labelled = name in columns and columns[name].labelled
    values = [figure[side] for side in ("then", "books", "replay")]
    return [" · ".join(filter(None, parts)), *(_value(material, value, labelled=labelled) for value in values)]


def _value(material: Material, value: Any, *, labelled: bool) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value)) or _NOTHING
    if value is None:
        return _NOTHING
    told = value_label(value, material.language) if labelled or isinstance(value, bool) else str(value)
    return told or _NOTHING


def _reasons(material: Material, told: Told) -> Iterator[Block]:
    said, explained = material.said, told["explained"]
    trees = {when: [(each["rules"], each["explained"]) for each in explained[when]] for when in ("then", "now")}
    if trees["then"] == trees["now"]:
        yield heading(said("Why: now as when it was disputed"))
        yield from explanation_blocks(material, explained["now"])
        return
    yield heading(said("Why, when it was disputed"))
    yield from explanation_blocks(material, explained["then"])
    yield heading(said("Why, now"))
    yield from explanation_blocks(material, explained["now"])


def _facts(material: Material, told: Told) -> Iterator[Block]:
    said = material.said
    yield heading(said("Facts since"))
    if not told["facts_since"]:
        yield text(said("There are none."))
        return
    rows = [
        [
            str(each["position"]),
            _second(each["recorded_at"]),
            _kind(material, each["kind"]),
            fact_text(each["fields"], told["opened"]["employee"], material.language),
            said("named by the decision") if each["named"] else None,
        ]
        for each in told["facts_since"]
    ]
    heads = [Column(said("Position"), "right"), Column(said("Recorded")), Column(said("Kind"))]
    yield table([*heads, Column(said("Content"), width=1), Column("")], rows, size=7)


def _decisions(material: Material, told: Told) -> Iterator[Block]:
    said = material.said
    yield heading(said("Decision"))
    decisions: Sequence[Told] = [*told["earlier_decisions"], *([told["decision"]] if told["decision"] else [])]
    if not decisions:
        yield text(said("There is none yet."))
    for each in decisions:
        anew = "" if each is told["decision"] else said("decided anew since")
        position = said("ledger position %(position)s", position=each["position"])
        parts = (_state(material, each["decision"]), each["by"], _second(each["at"]), position, anew)
        yield text(" · ".join(filter(None, parts)))
        yield text(each["reason"], indent=1)


def _adjustments(material: Material, told: Told) -> Iterator[Block]:
    said = material.said
    yield heading(said("Adjustments that followed"))
    if not told["adjustments"]:
        yield text(said("There are none."))
        return
    rows = []
    for each in told["adjustments"]:
        posted = each["posted_at"]
        where = said("due when that period closes") if posted is None else said("posted at %(at)s", at=posted)
        item = value_label(each["item"], material.language)
        rows.append([each["period"], material.who(each["employee"]), item, each["amount"], where])
    heads = [Column(said("In the period")), Column(said("Who")), Column(said("Item"), width=1)]
    yield table([*heads, Column(said("Amount (yuan)"), "right"), Column(said("Status"))], rows)


def _kind(material: Material, kind: str) -> str:
    return kind_label(kind, material.language)


def _state(material: Material, state: str) -> str:
    said = material.said
    states = {
        "open": said("not decided yet"),
        "upheld": said("upheld"),
        "dismissed": said("dismissed"),
        "withdrawn": said("withdrawn"),
    }
    return states[state]


def _second(instant: str) -> str:
    """An instant up to the second, as a clock on the wall has it."""
    return instant[:_SECOND].replace("T", " ")
