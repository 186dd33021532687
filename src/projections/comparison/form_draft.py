"""S6.2a What if: a period's appraisals by a version of their form that is not recorded yet; who moves."""

from collections.abc import Iterator

import polars as pl

from ledger.calendar import instant
from ledger.decisions.appraisals import wrong_form
from ledger.facts.appraisals import Appraisal, AppraisalForm
from ledger.facts.prepared_fact import prepared
from ledger.refusal import UsageError
from projections.calendar import Period, period_text
from projections.comparison.what_if import WhatIf, beside
from projections.engine import Engine
from projections.expressions import last_recorded
from projections.journal import Journal, JournalReader, View
from projections.replay import Replay


def what_if_form(reader: JournalReader, engine: Engine, period: str, position: int, draft: AppraisalForm) -> WhatIf:
    """A period replayed with the appraisals by a form restated by a draft of its next version.

    Judged items keep their points by name, at most the draft's; one that is new has none, and leaves the component
    missing. Raises UsageError where the draft is wrong, is recorded already, or nobody was appraised by its form.
    """
    wrong = wrong_form(draft)
    if wrong is not None:
        raise UsageError(f"the draft cannot be recorded: {wrong}")
    whole = reader.view(View(position))
    forms = whole.tables["appraisal_forms"].filter(form=draft.form, version=draft.version_)
    if not forms.is_empty():
        raise UsageError(f"form {draft.form!r} version {draft.version_} is on the ledger; give the draft a new version")
    with Replay(whole, engine) as own:
        month = own.reported(period)
        restated = tuple(_restated(own, month.period, draft))
        if not restated:
            raise UsageError(f"nobody has a final appraisal of {period} by the form {draft.form!r}; name another form")
        supposed = tuple(prepared(fact) for fact in (draft, *restated))
        with Replay(reader.view(View(position, supposed=supposed)), engine) as other:
            return beside(month, other.reported(period))


def _restated(books: Replay, period: Period, draft: AppraisalForm) -> Iterator[Appraisal]:
    """The final appraisals of a period that stand and are by the form, by the draft."""
    standing = last_recorded(books.tables.of("appraisals"), "employee", "period", "component", "stage")
    rows = books.engine.rows(standing).filter(
        form=draft.form, component=draft.component, stage="final", period=period.number, withdrawn=False
    )
    most = {each.item: each.max for each in draft.items if each.source == "judged"}
    for row in rows.sort("position").iter_rows(named=True):
        given = _points(books.journal, row["position"])
        yield Appraisal(
            employee=row["employee"],
            period=period_text(period.number),
            component=row["component"],
            stage="final",
            form=draft.form,
            version_=draft.version_,
            points={item: min(points, most[item]) for item, points in given.items() if item in most},
            evaluator=row["evaluator"],
            at=instant(0),
        )


def _points(journal: Journal, position: int) -> dict[str, int]:
    rows = journal.tables["appraisal_points"].filter(pl.col("position") == position)
    return dict(rows.select("item", "points").rows())
