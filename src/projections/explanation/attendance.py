"""S3 What became of a shift, figure by figure: the roster, the punches, the leave and the holiday behind it."""

from projections.calendar import day_text, minute_text
from projections.explanation.absence import leave_facts, no_punch, not_approved
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, Value, no, positions
from projections.explanation.requests import punch_asked_for

ENTRIES_A_SWAP = 4
"""S5.2: an approved swap records at most so many roster entries, right after its decision."""


def attendance(used: Used, employee: str, day: int | None = None) -> tuple[Node, ...]:
    """S3.6: a node a row of the report, with a node a column."""
    return tuple(
        Node("attendance_row", clause="S3.6", of={"date": shown["date"]}, children=_figures(used, row, shown))
        for row, shown in used.reported("attendance", employee)
        if day is None or row["day"] == day
    )


def _figures(used: Used, row: Row, shown: Row) -> tuple[Node, ...]:
    shift = shift_of(used, row)
    ins, outs = chosen(used, row, "in"), chosen(used, row, "out")
    status = Node("status", shown["status"], clause="S3.5", children=_why(used, row, (*ins, *outs)))
    leave = leaves_on(used, row)
    start = Node("planned_start", _shown(used, row["starts"]), clause="S3.1", children=(shift,))
    end = Node("planned_end", _shown(used, row["ends"]), clause="S3.1", children=(shift,))
    in_ = Node("in", shown["in"], clause="S3.5", parameters=_pairing(used), children=ins or (status,))
    out = Node("out", shown["out"], clause="S3.5", parameters=_pairing(used), children=outs or (status,))
    late = Node("late", shown["late"], MINUTES, "S3.6", children=(in_, start))
    early = Node("early", shown["early"], MINUTES, "S3.6", children=(out, end))
    missing = used.parameter("missing_punch") if row["status"].startswith("missing") else {}
    forgiven = (_forgiven(used, row, late),) if row["forgiven"] else ()
    counted_by = (shift, late, *forgiven, early) if row["status"] == "attended" else (shift, status, *leave)
    return (
        shift,
        status,
        in_,
        out,
        late,
        early,
        Node("counted", shown["counted"], MINUTES, "S3.6", parameters=missing, children=counted_by),
        Node("leave_type", shown["leave_type"], clause="S4.1", children=leave or (no("no_leave", "S4.1"),)),
        holiday(used, row),
    )


def _shown(used: Used, instant: int) -> str:
    """S3.3a: what the site's clock shows at an instant."""
    return minute_text(used.month.tables.journal.site.clock.local(instant))


def _forgiven(used: Used, row: Row, late: Node) -> Node:
    """S3.6a: the minutes late that are forgiven."""
    return Node("forgiven", row["late"] - row["late_counted"], MINUTES, "S3.6a", {}, _grace(used), (), (late,))


def _grace(used: Used) -> dict[str, Value]:
    return used.parameter("late_grace_minutes") | used.parameter("late_grace_times")


def shift_of(used: Used, row: Row) -> Node:
    """S3.2: the shift, by the roster's last entry and the swap that recorded it, if one did."""
    swap = tuple(_swaps(used, row))
    return Node(
        "shift",
        row["shift"],
        clause="S3.2",
        of={"date": day_text(row["day"])},
        parameters=used.parameter("shifts", row["shift"]),
        facts=positions(row["entry"]),
        children=swap,
    )


def _swaps(used: Used, row: Row) -> list[Node]:
    sides = [("requester", "counterparty_day"), ("counterparty", "requester_day"), ("requester", "requester_day")]
    sides += [("counterparty", "counterparty_day")]
    found = {}
    for person, date in sides:
        for swap in used.facts("swaps", **{person: row["employee"], date: row["day"]}):
            found[swap["position"]] = swap
    nodes = []
    for swap in found.values():
        decisions = used.facts("swap_decisions", swap=swap["swap"])
        approved = [each["position"] for each in decisions if each["decision"] == "approved"]
        if any(0 < row["entry"] - position <= ENTRIES_A_SWAP for position in approved):
            facts = positions(swap["position"], *(each["position"] for each in decisions))
            nodes.append(Node("swap", swap["swap"], clause="S5.2", facts=facts))
    return nodes


def _pairing(used: Used) -> dict[str, Value]:
    return used.parameter("window_minutes") | used.parameter("repeat_minutes")


def punches(used: Used, row: Row) -> tuple[Node, ...]:
    """S3.4: the punches that the shift owns, and what was made of each."""
    owned = used.rows("reached", row["employee"], day=row["day"], owned=True)
    in_order = sorted(owned, key=lambda punch: (punch["instant"], punch["position"]))
    return tuple(_punch(used, punch, row) for punch in in_order)


def _punch(used: Used, punch: Row, row: Row) -> Node:
    of = {"direction": punch["direction"], "taken_as": _taken_as(punch, row)}
    asked_for = punch_asked_for(used, punch)
    minute = minute_text(punch["minute"])
    return Node("punch", minute, clause="S3.4", of=of, facts=(punch["position"],), children=asked_for)


def _taken_as(punch: Row, row: Row) -> str | None:
    """S3.5: In and Out are told by their minute, and by the directions that can be one."""
    if punch["instant"] == row["in_instant"] and punch["direction"] != "out":
        return "in"
    return "out" if punch["instant"] == row["out_instant"] and punch["direction"] != "in" else None


def chosen(used: Used, row: Row, side: str) -> tuple[Node, ...]:
    """S3.5: the punches that were taken as In, or as Out; several at the same minute say the same."""
    return tuple(node for node in _all_punches(used, row) if node.of["taken_as"] == side)


def _all_punches(used: Used, row: Row) -> tuple[Node, ...]:
    made: tuple[Node, ...] = used.once(f"punches {row['day']}", row["employee"], lambda: punches(used, row))
    return made


def _why(used: Used, row: Row, taken: tuple[Node, ...]) -> tuple[Node, ...]:
    """S3.5 … S4.3: what makes the status of a shift."""
    if row["status"] == "planned":
        recorded = minute_text(used.month.tables.journal.recorded_minute)
        facts = (used.month.tables.journal.position,)
        return (_reach(used, row), Node("recorded_until", recorded, clause="S3.5a", facts=facts))
    others = tuple(node for node in _all_punches(used, row) if node not in taken)
    if row["status"] == "leave":
        return (*leaves_on(used, row), *others)
    if row["status"] == "absent":
        return (no_punch(used, row["employee"], row["day"]), *leaves_on(used, row), *not_approved(used, row))
    return (*taken, *others, *leaves_on(used, row), _reach(used, row))


def _reach(used: Used, row: Row) -> Node:
    of = {"from": _shown(used, row["reach_from"]), "until": _shown(used, row["reach_until"])}
    return Node("reach", clause="S3.4", of=of, parameters=used.parameter("window_minutes"))


def leaves_on(used: Used, row: Row) -> tuple[Node, ...]:
    """S4.1: the leave that counts on the shift, first recorded first."""
    rows = [each for each in used.rows("absences", row["employee"], day=row["day"]) if each["request"] is not None]
    return tuple(
        Node(
            "leave",
            each["minutes"],
            MINUTES,
            "S4.1",
            {"type": each["type"]},
            used.parameter("leave_types", each["type"]),
            leave_facts(used, each["request"]),
        )
        for each in sorted(rows, key=lambda each: each["request"])
    )


def holiday(used: Used, row: Row) -> Node:
    """S10.4: whether the date is a statutory holiday."""
    found = [each for each in used.table("holidays").to_dicts() if each["day"] == row["day"]]
    facts = positions(*(each["position"] for each in found))
    children = () if found else (no("no_holiday", "S10.4", {"date": day_text(row["day"])}),)
    return Node("holiday", row["holiday"], clause="S10.4", facts=facts, children=children)


def worked_shift(used: Used, row: Row) -> Node:
    """S3.6: the minutes that one shift counts, with the roster's entry and the punches taken."""
    taken = (*chosen(used, row, "in"), *chosen(used, row, "out"))
    of: dict[str, Value] = {"date": day_text(row["day"]), "shift": row["shift"], "status": row["status"]}
    facts = positions(row["entry"], *(position for punch in taken for position in punch.facts))
    parameters = used.parameter("shifts", row["shift"])
    if row["forgiven"]:
        of, parameters = of | {"forgiven": row["late"]}, parameters | _grace(used)
    return Node("counted", row["counted"], MINUTES, "S3.6", of, parameters, facts)
