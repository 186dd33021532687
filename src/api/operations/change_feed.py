"""The change feed: the facts within reach after a position, for who goes on asking for more."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.auth.permissions import PAY_KINDS
from api.auth.visibility import Visibility
from api.operations.context import Context
from api.operations.operation import operation
from api.service.observability.access_log import Access
from ledger.facts.base import KINDS

_READ_AT_ONCE = 500


@dataclass(frozen=True)
class Feed:
    """Facts of some kinds, from a position on, as they are recorded."""

    context: Context
    kinds: Sequence[str]
    begin: int
    """The position that the first fact comes after."""

    def read(self, after: int) -> tuple[list[dict[str, Any]], int]:
        """The next facts that are wanted and may be seen, and the position up to which all were looked at.

        Waits for the store: call it in a thread.
        """
        # Anew each time: whoever follows for days sees what teams are by then.
        ledger, context = self.context.ledger, self.context
        visible = Visibility(ledger, context.resources.teams, context.principal)
        last = ledger.facts.last_position()
        while after < last:
            part = ledger.facts.select(after, _READ_AT_ONCE, self.kinds, None, last) if self.kinds else []
            found = [visible.shown(recorded) for recorded in part if visible.sees(recorded)]
            after = part[-1].position if len(part) == _READ_AT_ONCE else last
            if found:
                return found, after
        return [], after


@operation("follow facts")
def follow_facts(context: Context, kinds: Sequence[str] = (), after: int | None = None) -> Feed:
    """The feed of the facts within reach after a position, or from now on.

    Who hears of pay, or of texts that judge others, is logged.
    """
    visible, ledger = context.visibility(), context.ledger
    seen = [kind for kind in (kinds or KINDS) if kind in visible.extents]
    if after is None:
        after = ledger.facts.last_position() if ledger.exists() else 0
    if any(kind in PAY_KINDS or KINDS[kind].judges for kind in seen):
        context.note(Access("follow facts", position=after))
    return Feed(context, seen, after)
