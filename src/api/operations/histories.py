"""Histories: everything recorded of an employee or in a workflow, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import ConfigDict

from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.problems import not_permitted
from api.service.observability.access_log import Access
from ledger.facts.roster import ShiftFact, Swap
from ledger.history import History as RecordedHistory
from ledger.ledger import RecordedFact

if TYPE_CHECKING:
    from api.auth.visibility import Visibility


class HistoryRow(Answer):
    """What was recorded, when, and what became of it."""

    model_config = ConfigDict(frozen=True, extra="allow")

    position: int
    id: str
    recorded_at: str
    business_date: str
    kind: str
    fields: dict[str, Any]
    standing: str


class History(Answer):
    """Everything recorded, in the order of recording."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: str
    number: str
    position: int
    rows: list[HistoryRow]


@dataclass(frozen=True, slots=True)
class HistoryQuery:
    """As of when, and which steps: of some kinds, of business dates; all of them where nothing is said."""

    as_of: str | None = None
    first: date | None = None
    last: date | None = None
    kinds: Sequence[str] = ()


@operation("see history")
def history(context: Context, employee: str, query: HistoryQuery | None = None) -> dict[str, Any]:
    """Everything recorded of an employee, as a `History`; looks at somebody else's are logged.

    Raises Problem for an employee who is out of reach, or not there.
    """
    if not context.extent.everyone and employee not in context.extent.employees:
        raise not_permitted("the history is not yours; give your own number")
    answer = history_of(context, context.visibility(), employee, None, query or HistoryQuery())
    context.note(Access("see history", employee, "", answer["position"]))
    return answer


@operation("see history")
def whole_history(
    context: Context, number: str, workflow: str | None = None, query: HistoryQuery | None = None
) -> RecordedHistory:
    """Everything recorded of an employee, or in a workflow of a kind, with all that became of it.

    Raises Problem for whoever does not reach everyone, and LedgerError where there is nobody or none of that number.
    """
    context.reach_everyone()
    return _recorded(context, number, workflow, query or HistoryQuery())


def history_of(
    context: Context, visible: "Visibility", number: str, workflow: str | None, query: HistoryQuery
) -> dict[str, Any]:
    """The history of an employee, or of a workflow of a kind, narrowed to what may be seen, as a `History`."""
    shown = _recorded(context, number, workflow, query)
    if visible.of_everything:
        return shown.as_json()
    recorded = context.ledger.facts.at(entry.position for entry in shown.entries)
    seen = {each.position: each.fact for each in recorded if _is_seen(each, workflow, visible)}
    told = replace(shown, entries=tuple(entry for entry in shown.entries if entry.position in seen)).as_json()
    rows = [row | {"fields": visible.without_unseen(seen[row["position"]], row["fields"])} for row in told["rows"]]
    return told | {"rows": rows}


def _recorded(context: Context, number: str, workflow: str | None, query: HistoryQuery) -> RecordedHistory:
    found = context.ledger.facts.history(number, workflow, context.position(query.as_of))
    return found.only(query.kinds, query.first, query.last)


def _is_seen(recorded: RecordedFact, workflow: str | None, visible: "Visibility") -> bool:
    """Whether a step of a history is shown: one that may be read, or the shift that a swap gave to its other side."""
    return visible.sees(recorded) or (workflow == Swap.kind and isinstance(recorded.fact, ShiftFact))
