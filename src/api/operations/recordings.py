"""Facts recorded as they are given, by whoever holds the store: in the names that they give, and no sender's."""

from collections.abc import Iterable

from api.operations.context import Context
from api.operations.operation import operation
from api.problems import not_permitted
from ledger.appends.append import Outcome
from ledger.appends.incoming_facts import Incoming
from ledger.refusal import MissingError


@operation("import")
def record_given(context: Context, lines: Iterable[Incoming], *, on_site: bool = False) -> list[Outcome]:
    """Record facts, or lines of the interchange format, in order and in one transaction; an outcome a line.

    `on_site`: only on a ledger that has a site. Raises Problem for a sender, whose name would stand on no fact.
    """
    if not context.principal.holds_store:
        raise not_permitted("facts are recorded in your name; send them one by one, or import a file")
    if on_site and context.ledger.site is None:
        raise MissingError("the ledger has no site yet; make it with init, and then record its holidays")
    return context.ledger.record(lines)
