"""S8.8 What if: a period with a theme that is not recorded yet; who would win it."""

from ledger.decisions.themes import wrong_theme
from ledger.facts.awards import Theme
from ledger.facts.base import Fact
from ledger.facts.prepared_fact import prepared
from ledger.facts.roster import PeriodFact, PeriodTheme
from ledger.refusal import UsageError
from projections.calendar import period_number, period_text
from projections.comparison.what_if import WhatIf, beside
from projections.engine import Engine
from projections.journal import JournalReader, View
from projections.month import Month
from projections.replay import Replay


def what_if_theme(reader: JournalReader, engine: Engine, period: str, position: int, draft: Theme) -> WhatIf:
    """A period replayed with a draft of a theme, which is in the period's list of themes beside those that are.

    A theme by grant is won by the grants that are recorded for its name. Raises UsageError where the draft is wrong, or
    is from a later period.
    """
    wrong = wrong_theme(draft)
    if wrong is not None:
        raise UsageError(f"the draft cannot be recorded: {wrong}")
    with Replay(reader.view(View(position)), engine) as own:
        month = own.reported(period)
        if period_number(draft.from_) > month.period.number:
            raise UsageError(
                f"the draft is from {draft.from_}; give a from up to {period}, the period that it is tried on"
            )
        supposed = tuple(prepared(fact) for fact in (draft, *_listed(month, draft)))
        with Replay(reader.view(View(position, supposed=supposed)), engine) as other:
            return beside(month, other.reported(period))


def _listed(month: Month, draft: Theme) -> list[Fact]:
    """What puts the theme into the period's list, with all that the list has; nothing where it is there."""
    terms, tables = month.terms, month.tables.journal.tables
    if draft.theme in [each.theme for each in terms.themes]:
        return []
    recorded = tables["periods"].filter(period=month.period.number).sort("position").tail(1)
    days = recorded["standard_days"].to_list()
    themes = [PeriodTheme(theme=each.theme, amount=each.amount, winners=each.winners) for each in terms.themes]
    return [
        PeriodFact(
            period=period_text(month.period.number),
            standard_days=days[0] if days else None,
            award_themes=(*themes, PeriodTheme(theme=draft.theme)),
        )
    ]
