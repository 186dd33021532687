"""S3.9a, S3.10 What of the bank is paid or deducted: the minutes, and what they come from."""

from projections.explanation.carry_over import carried, owed
from projections.explanation.explained_rows import Used
from projections.explanation.lieu import lapsed_lots, settled_lots
from projections.explanation.node import MINUTES, Node, made_of
from projections.explanation.people import employed
from projections.explanation.worked_hours import Figures, worked


def settled(used: Used, employee: str) -> Figures:
    """The minutes that pay takes over from the bank, by name (see `projections.settlement`); none where there are none.

    Also of someone whose bank rests, and who has no row in the hours.
    """
    row = used.row("settled", employee)
    if row is None:
        return {}
    figures = worked(used, employee) | carried(used, employee)
    adjusted = tuple(node for node in _those(figures, "lieu_adjusted") if node.value)
    leaving = employed(used, employee)
    of_lots = (leaving, *settled_lots(used, employee), *_those(figures, "lieu_earned"), *adjusted)
    of_deficit = (leaving, *owed(used, employee), *adjusted)
    lapse = used.parameter("lieu_lapse") | used.parameter("lieu_months")
    surplus = _those(figures, "difference", "repaid")
    return {
        "surplus_minutes": Node(
            "surplus_minutes", row["surplus_minutes"], MINUTES, "S3.9a", {}, used.parameter("surplus"), (), surplus
        ),
        "lieu_lapse_minutes": made_of(
            "lieu_lapse_minutes", row["lieu_lapse_minutes"], "S3.10b", lapsed_lots(used, employee), **lapse
        ),
        "lieu_settlement_minutes": made_of(
            "lieu_settlement_minutes",
            row["lieu_settlement_minutes"],
            "S3.10a",
            of_lots,
            **used.parameter("lieu_settlement"),
        ),
        "deficit_settlement_minutes": made_of(
            "deficit_settlement_minutes",
            row["deficit_settlement_minutes"],
            "S3.10c",
            of_deficit,
            **used.parameter("deficit_settlement"),
        ),
    }


def _those(figures: Figures, *names: str) -> tuple[Node, ...]:
    return tuple(figures[name] for name in names if name in figures)
