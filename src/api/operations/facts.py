"""Facts on the ledger: one, and those after a position."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import ConfigDict

from api.auth.named_facts import fact_of_id
from api.auth.permissions import PAY_KINDS
from api.auth.visibility import Visibility
from api.operations.answer import Answer
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.pages import PageQuery, every_page, gathered, next_cursor, page_of
from api.problems import Problem
from api.service.observability.access_log import Access
from ledger.facts.base import KINDS
from ledger.ledger import RecordedFact


class Fact(Answer):
    """A fact on the ledger, in the interchange format: what every fact has, and the fields of its kind."""

    model_config = ConfigDict(frozen=True, extra="allow")

    kind: str
    id: str
    position: int
    recorded_at: str


class Facts(Answer):
    """Facts in the order of the ledger; a page may be short, or empty, and have a next one."""

    facts: list[dict[str, Any]]
    position: int
    next: str | None


@dataclass(frozen=True, slots=True)
class FactQuery:
    """Which facts: of some kinds, of an employee, of business dates; all of them where nothing is said."""

    kinds: Sequence[str] = ()
    employee: str | None = None
    first: date | None = None
    last: date | None = None


@operation("see the ledger")
def facts(context: Context, query: FactQuery, page: PageQuery | None = None) -> Facts:
    """A page of the facts within reach. Looks at somebody's pay are logged."""
    visible, dated = context.visibility(), (query.first, query.last)
    bound = ["facts", context.principal.id, list(query.kinds), query.employee, *map(str, dated)]
    asked = page_of(context, page or PageQuery(), bound)
    seen = [kind for kind in (query.kinds or KINDS) if kind in visible.extents]

    def read(after: int, limit: int) -> list[RecordedFact]:
        employees = None if query.employee is None else [query.employee]
        return context.ledger.facts.select(after, limit, seen, employees, asked.until, dated) if seen else []

    found, after = gathered(read, lambda each: visible.shown(each) if visible.sees(each) else None, asked)
    pay = [each for each in found if each["kind"] in PAY_KINDS]
    if pay:
        whose = {each["employee"] for each in pay}
        kinds = " ".join(sorted({each["kind"] for each in pay}))
        context.note(Access(f"read {kinds}", whose.pop() if len(whose) == 1 else "", "", asked.until))
    return Facts(facts=found, position=asked.until, next=next_cursor(context, asked, after, bound))


def every_fact(context: Context, query: FactQuery) -> list[Mapping[str, Any]]:
    """All facts of a query within reach, in order, whatever their number."""
    pages = every_page(lambda page: facts(context, query, page), lambda page: page.next)
    return [each for page in pages for each in page.facts]


def counted_facts(context: Context, query: FactQuery) -> list[Mapping[str, Any]]:
    """All facts of a query within reach but those that a void takes back (S11.5), in order."""
    found = every_fact(context, query)
    voided = voided_among(context, found)
    return [each for each in found if each["position"] not in voided]


def voided_among(context: Context, found: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Of facts within reach, the positions of those that a void takes back, and that of the first void of each."""
    if not found:
        return {}
    employees = {str(each.get("employee") or "") for each in found}
    of = employees.pop() if len(employees) == 1 else None
    first, ledger = min(each["position"] for each in found), context.ledger
    there = {each["position"] for each in found}
    voids = ledger.facts.void_targets(first, ledger.facts.last_position(), of)
    return {each.target: each.position for each in reversed(voids) if each.target in there}


@operation("see the ledger")
def fact(context: Context, fact_id: str) -> dict[str, Any]:
    """One fact by its id. Raises Problem where there is none within reach; a look at somebody's pay is logged."""
    visible = context.visibility()
    recorded = fact_in_reach(context, visible, fact_id)
    if recorded.fact.kind in PAY_KINDS:
        context.note(Access(f"read {recorded.fact.kind}", recorded.employee, "", recorded.position))
    return visible.shown(recorded)


def fact_in_reach(context: Context, visible: Visibility, fact_id: str) -> RecordedFact:
    """The fact of an id. Raises Problem where there is none within reach."""
    recorded = fact_of_id(context.ledger, fact_id)
    if recorded is None or not visible.sees(recorded):
        raise Problem(
            "not-found", f"there is no fact {fact_id[:60]!r} within your reach; give an id as it was answered"
        )
    return recorded
