"""S3.3b The request whose approval recorded a punch, or overtime, and its decision."""

from ledger.facts.requests import OvertimeRequest, PunchRequest
from projections.calendar import day_text
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, Value, positions

_SAME = ("employee", "instant", "direction")


def punch_asked_for(used: Used, punch: Row) -> tuple[Node, ...]:
    """The request for a punch, of one that an approval recorded; none of any other."""
    return _asked_for(used, PunchRequest.kind, punch["position"], {name: punch[name] for name in _SAME})


def overtime_asked_for(used: Used, position: int) -> tuple[Node, ...]:
    """The request for overtime, of an approval of overtime at a position that a decision recorded; else none."""
    rows = used.facts("overtime", position=position)
    of = {name: rows[0][name] for name in ("employee", "day", "minutes")} if rows else {}
    return _asked_for(used, OvertimeRequest.kind, position, of)


def overtime_of_date(used: Used, row: Row, position: int, **of: Value) -> Node:
    """S3.6: the overtime that is approved for a date, with the request for it."""
    told = {"date": day_text(row["day"]), **of}
    children = overtime_asked_for(used, position)
    return Node("overtime_approved", row["minutes"], MINUTES, "S3.6", told, facts=(position,), children=children)


def _asked_for(used: Used, kind: str, position: int, of: Row) -> tuple[Node, ...]:
    """S3.3b: what an approval records comes right after it, and says what was asked for."""
    for decision in used.facts(f"{kind}_decisions", position=position - 1, decision="approved"):
        for request in used.facts(f"{kind}s", request=decision["request"], **of):
            facts = positions(request["position"], decision["position"])
            return (Node(kind, request["request"], clause="S3.3b", facts=facts),)
    return ()
