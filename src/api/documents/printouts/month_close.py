"""S11.2 关账报告 The month-close report: what is open, what is paid beside last month, adjustments, and digests."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from api.documents.pay_items import item_heading
from api.documents.printouts.adjustments import adjustments
from api.documents.printouts.bar_charts import bars
from api.documents.printouts.blocks import Block, Column, chart, facts, heading, table, text
from api.documents.printouts.document_context import Basis, Material, grouped
from api.documents.printouts.paid_totals import PaidTotals, paid_totals
from api.documents.printouts.typesetting import Paper
from api.words.labels import matter_label, report_label, value_label
from ledger.facts.figures import show_money
from projections.books import Books, OpenMatter, ReportRequest, make_report, open_matters
from projections.calendar import period_text
from projections.journal.closings import Closing
from projections.reports import REPORTS, Report

_CHECKLIST, _CLOSING = "checklist", "closing-state"
_MOST_MATTERS = 200
_NOTHING = "–"
_BASE = "base"


@dataclass(frozen=True)
class _Gathered:
    """All that the report shows."""

    reports: Mapping[str, Report]
    basis: Basis
    closing: Closing | None
    matters: list[OpenMatter]
    before: Report | None
    now: PaidTotals
    then: PaidTotals


def month_close(material: Material) -> tuple[Paper, Basis]:
    """The month-close report of a period, closed or not."""
    found = _gathered(material)
    blocks = [
        *_head(material, found),
        *_checklist(material, found.matters),
        *_paid(material, found),
        *_adjusted(material, found.reports["payroll"]),
        *_digests(material, found),
    ]
    return material.paper(blocks, found.basis), found.basis


def _gathered(material: Material) -> _Gathered:
    books, number = material.source.books, material.month.period.number
    reports, basis = material.reports(list(REPORTS))
    frozen = books.frozen(number) if material.asked.rules is None else None
    closing = None if frozen is None else frozen.closing
    matters = _matters(material, closing)
    listed = [[each.matter, each.employee, each.which] for each in matters]
    digests = dict(basis.digests)
    if closing is not None:
        # Whoever may see this document reads every report whole, and so may see what the closing names.
        digests = {**closing.report_digests, _CLOSING: closing.closing_digest}
    digests[_CHECKLIST] = material.digest(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode())
    before, then = None, PaidTotals()
    if number > books.first_period:
        last = period_text(number - 1)
        before = make_report(books, "payroll", ReportRequest(last))
        digests[f"payroll-{last}"] = material.digest(before.as_bytes())
        month = books.month(number - 1)
        rows = month.tables.engine.rows(month.members.select("employee", "team")).to_dicts()
        then = paid_totals(before, {row["employee"]: row["team"] for row in rows})
    now = paid_totals(reports["payroll"], {employee: team for employee, (_, team) in material.members.items()})
    whole = Basis(basis.period, basis.position, basis.rules, digests, "month-close")
    return _Gathered(reports, whole, closing, matters, before, now, then)


def _matters(material: Material, closing: Closing | None) -> list[OpenMatter]:
    """What is open; of a closed period what was open when it was closed, so that the page says the same for ever."""
    books, period = material.source.books, material.asked.period
    if closing is None:
        return open_matters(books, period)
    with Books(material.source.reader.at(closing.position - 1), books.engine) as then:
        return open_matters(then, period)


def _head(material: Material, found: _Gathered) -> Iterator[Block]:
    said, closing = material.said, found.closing
    pairs = [(said("Period"), material.asked.period), (said("Dates"), material.dates)]
    if closing is None:
        pairs.append((said("Status"), said("open: nothing is frozen yet")))
    else:
        pairs += [(said("Status"), said("closed by %(by)s", by=closing.by)), (said("Program code"), closing.code)]
        pairs += [(said("Time zones"), closing.tzdata)]
    payroll = found.reports["payroll"].table
    negative = int(payroll["negative"].sum())
    pairs += [(said("People paid"), str(payroll.height)), (said("Total pay (yuan)"), show_money(found.now.total))]
    pairs += [(said("Totals below zero"), str(negative))]
    yield facts(pairs)


def _checklist(material: Material, matters: list[OpenMatter]) -> Iterator[Block]:
    said, language = material.said, material.language
    yield heading(said("Checklist"))
    quarantined = len(material.source.ledger.imports.quarantine.entries())
    yield text(said("Lines in quarantine today: %(count)s", count=quarantined), "note")
    if not matters:
        yield text(said("No items were left open."))
        return
    counts: dict[str, int] = {}
    for each in matters:
        counts[each.matter] = counts.get(each.matter, 0) + 1
    told = [f"{matter_label(matter, language)}: {count}" for matter, count in counts.items()]
    yield text(" · ".join(told))
    rows = []
    for each in matters[:_MOST_MATTERS]:
        where, _, kind = each.which.rpartition(" ")
        which = f"{where} {value_label(kind, language)}".strip()
        rows.append([matter_label(each.matter, language), material.who(each.employee), which])
    yield table([Column(said("Matter")), Column(said("Who")), Column(said("What it is"), width=1)], rows, size=7)
    if len(matters) > _MOST_MATTERS:
        yield text(said("and %(count)s more", count=len(matters) - _MOST_MATTERS), "note")


def _paid(material: Material, found: _Gathered) -> Iterator[Block]:
    """By team, by item, and by both, beside the month before; drawn, and in figures."""
    said, language, now, then = material.said, material.language, found.now, found.then
    last = _NOTHING if found.before is None else found.before.period
    columns = [Column(last, "right"), Column(material.asked.period, "right"), Column(said("Difference"), "right")]
    teams = sorted({*now.teams, *then.teams})
    items = _items(now, then)
    yield heading(said("By team (yuan)"))
    by_team = [(each or _NOTHING, then.of_team(each), now.of_team(each)) for each in teams]
    yield _drawn(material, found, by_team)
    whole = ("", then.total, now.total)
    people = [str(now.people.get(each, 0)) for each in teams]
    rows = [
        [name, count, *_compared(found, one, other)] for (name, one, other), count in zip(by_team, people, strict=True)
    ]
    totals = [said("Total"), str(sum(now.people.values())), *_compared(found, *whole[1:])]
    yield table([Column(said("Team"), width=1), Column(said("People"), "right"), *columns], rows, totals=totals)
    yield heading(said("By item (yuan)"))
    by_item = [(item_heading(each, language), then.of_item(each), now.of_item(each)) for each in items]
    # Base salaries are so much more than all else that nothing else would be seen.
    yield _drawn(material, found, [each for each, item in zip(by_item, items, strict=True) if item != _BASE])
    yield text(said("Drawn without base salaries."), "note")
    rows = [[name, *_compared(found, one, other)] for name, one, other in by_item]
    yield table([Column(said("Item"), width=1), *columns], rows, totals=[said("Total"), *_compared(found, *whole[1:])])
    yield heading(said("By team and item (yuan)"))
    keys = [
        (team, item) for team in teams for item in items if (team, item) in now.amounts or (team, item) in then.amounts
    ]
    rows = []
    for team, item in keys:
        compared = _compared(found, then.amounts.get((team, item), 0), now.amounts.get((team, item), 0))
        rows.append([team or _NOTHING, item_heading(item, language), *compared])
    yield table([Column(said("Team")), Column(said("Item"), width=1), *columns], rows)


def _items(now: PaidTotals, then: PaidTotals) -> list[str]:
    together = PaidTotals({**then.amounts, **now.amounts})
    return together.items


def _compared(found: _Gathered, before: int, now: int) -> list[str]:
    if found.before is None:
        return [_NOTHING, show_money(now), _NOTHING]
    return [show_money(before), show_money(now), show_money(now - before)]


def _drawn(material: Material, found: _Gathered, rows: list[tuple[str, int, int]]) -> Block:
    series = [] if found.before is None else [(found.before.period, [before for _, before, _ in rows])]
    series.append((material.asked.period, [now for _, _, now in rows]))
    return chart(bars([name for name, _, _ in rows], series), material.said("The figures of the table below, as bars"))


def _adjusted(material: Material, payroll: Report) -> Iterator[Block]:
    said = material.said
    yield heading(said("Adjustments of closed periods (S11.4)"))
    rows = [
        [material.who(employee), period, amount, "\n".join(causes) or _NOTHING]
        for employee, period, amount, causes in adjustments(material, payroll)
    ]
    if not rows:
        yield text(said("There are none."))
        return
    columns = [Column(said("Who")), Column(said("For the period")), Column(said("Amount (yuan)"), "right")]
    yield table([*columns, Column(said("Causes, with what each makes"), width=1)], rows)


def _digests(material: Material, found: _Gathered) -> Iterator[Block]:
    said = material.said
    yield heading(said("Digests"))
    note = (
        said("The closing names those of its reports, and of its state; the others are under the ledger's key.")
        if found.closing
        else said("Nothing is frozen yet; these are under the ledger's key.")
    )
    yield text(note, "note")
    rows = []
    others = {_CLOSING: said("Closing state"), _CHECKLIST: said("Checklist")}
    for name, digest in found.basis.digests.items():
        report, _, period = name.partition("-")
        label = others.get(name) or f"{report_label(report, material.language)} {period}".strip()
        rows.append([name, label, grouped(digest)])
    yield table([Column(said("Digest of")), Column(said("Report")), Column(said("Digest"), width=1)], rows, size=7)
