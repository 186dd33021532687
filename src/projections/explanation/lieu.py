"""S3.9 换休 The life of each lot of time off in lieu: where it comes from, who drew on it, whether it lapsed."""

from collections.abc import Iterator

from projections.calendar import period_text
from projections.explanation.carry_over import carried
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, made_of
from projections.explanation.worked_hours import Figures, worked


def banked(used: Used, employee: str) -> Figures:
    """`lieu_opening`, `lieu_lapsed`, `lieu_drawn` and `lieu_closing`, by name; none where there is no row."""
    found = used.reported("hours", employee)
    if not found:
        return {}
    ((row, shown),) = found
    figures = worked(used, employee)
    lots = tuple(_lots(used, employee).values())
    lapsed = lapsed_lots(used, employee)
    drawn = (figures["drawn_by_leave"], figures["offset"], *(lot for lot in lots if _is(used, lot, "drawn")))
    months = used.parameter("lieu_months")
    settling = row["lieu_settlement_minutes"] > 0
    paid = (*settled_lots(used, employee), carried(used, employee)["lieu_earned"])
    closing = paid if settling else tuple(_left(used, employee))
    ruled = used.parameter("lieu_settlement") if settling else {}
    return {
        "lieu_opening": made_of("lieu_opening", shown["lieu_opening"], "S3.9", lots),
        "lieu_lapsed": made_of("lieu_lapsed", shown["lieu_lapsed"], "S3.9", lapsed, **months),
        "lieu_drawn": Node("lieu_drawn", shown["lieu_drawn"], MINUTES, "S3.9", children=drawn),
        "lieu_closing": made_of("lieu_closing", shown["lieu_closing"], "S3.9", closing, **ruled),
    }


def lapsed_lots(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.9: the lots that lapse in the period, oldest first."""
    return tuple(lot for lot in _lots(used, employee).values() if _is(used, lot, "lapsed"))


def settled_lots(used: Used, employee: str) -> tuple[Node, ...]:
    """S3.10a: the lots of earlier periods that are paid at leaving, oldest first."""
    return tuple(lot for lot in _lots(used, employee).values() if _is(used, lot, "settled"))


def _is(used: Used, lot: Node, what: str) -> bool:
    """Whether the lot was drawn on, or lapsed, in the period that is explained."""
    return any(part.term == what and part.of["period"] == used.period for part in lot.children)


def _lots(used: Used, employee: str) -> dict[int, Node]:
    """The lots with which the period opens, oldest first, by the period they were earned in."""
    rows = sorted(_moved(used, employee), key=lambda row: int(row["earned"]))
    made: dict[int, Node] = used.once(
        "lots", employee, lambda: {row["earned"]: _lot(used, employee, row) for row in rows}
    )
    return made


def _moved(used: Used, employee: str) -> list[Row]:
    moved = used.month.bank.moved
    if moved is None:
        return []
    used.hold("moved", moved)
    return [row for row in used.rows("moved", employee) if row["minutes"]]


def _lot(used: Used, employee: str, row: Row) -> Node:
    earned = row["earned"]
    life = [*_brought(used, employee, earned), *_earned(used, employee, earned)]
    first = max(earned + 1, used.month.past.first_period)
    for number in range(first, used.month.period.number + 1):
        life += _moves(used, number, employee, earned)
    of = {"earned_in": period_text(earned)}
    return Node("lot", row["minutes"], MINUTES, "S3.9", of, children=tuple(life))


def _brought(used: Used, employee: str, earned: int) -> Iterator[Node]:
    """S2.1a: the lot that an opening fact brings along."""
    of = {"earned_in": period_text(earned)}
    for opening in used.rows("openings", employee):
        for lot in used.facts("opening_lots", employee=employee, earned=earned, position=opening["position"]):
            yield Node("brought_lot", lot["minutes"], MINUTES, "S2.1a", of, facts=(lot["position"],))


def _earned(used: Used, employee: str, earned: int) -> Iterator[Node]:
    past = used.past(earned)
    found = carried(past, employee) if past is not None else {}
    if found:
        adjusted = (found["lieu_adjusted"],) if found["lieu_adjusted"].value else ()
        yield Node("earned", period_text(earned), clause="S3.9", children=(found["lieu_earned"], *adjusted))


def _moves(used: Used, number: int, employee: str, earned: int) -> Iterator[Node]:
    """What became of the lot in one period: drawn by leave or to offset missing hours, or lapsed."""
    past = used.past(number)
    if past is None:
        return
    of = {"period": period_text(number)}
    for row in _moved(past, employee):
        if row["earned"] == earned and row["lapsed"]:
            yield Node("lapsed", row["lapsed"], MINUTES, "S3.9", of, past.parameter("lieu_months"))
        if row["earned"] == earned and row["drawn"]:
            figures = worked(past, employee)
            corrected = carried(past, employee)["lieu_adjusted"]
            by = (figures["drawn_by_leave"], figures["offset"], *((corrected,) if corrected.value else ()))
            yield Node("drawn", row["drawn"], MINUTES, "S3.9", of, children=by)
        if row["earned"] == earned and row["settled"]:
            yield Node("settled", row["settled"], MINUTES, "S3.10a", of, past.parameter("lieu_settlement"))


def _left(used: Used, employee: str) -> Iterator[Node]:
    """The lots that the period closes with."""
    used.hold("bank", used.month.bank.lots)
    for row in sorted(used.rows("bank", employee), key=lambda row: int(row["earned"])):
        life = _lots(used, employee).get(row["earned"])
        children = (life,) if life else tuple(_earned(used, employee, row["earned"]))
        yield Node(
            "lot_left", row["minutes"], MINUTES, "S3.9", {"earned_in": period_text(row["earned"])}, children=children
        )
