"""S4.6d 假期余额 A leave balance: the grants, what became of each, and the leave that drew on them or asks for more."""

from projections.calendar import day_text
from projections.entitlements import new_year
from projections.explanation.absence import leave_facts
from projections.explanation.contracts import contracts_ever
from projections.explanation.explained_rows import Row, Used
from projections.explanation.node import MINUTES, Node, made_of, positions
from projections.explanation.people import hired

_CLAUSE = "S4.6d"


def leave_balances(used: Used, employee: str) -> tuple[Node, ...]:
    """S4.6d: a node a row of the report, with a node a column."""
    return tuple(
        Node("leave_balances_row", clause=_CLAUSE, of={"type": shown["type"]}, children=_figures(used, row, shown))
        for row, shown in used.reported("leave_balances", employee)
    )


def _figures(used: Used, row: Row, shown: Row) -> tuple[Node, ...]:
    accounts, until = used.month.leave_accounts, used.month.period.last_day
    for name, frame in (("grants", accounts.drawing.grants), ("taken", accounts.taken), ("asked", accounts.asked)):
        used.hold(f"leave {name}", frame)
    own = {"employee": row["employee"], "type": row["type"]}
    begins = new_year(row["year"])
    grants = sorted(used.rows("leave grants", **own), key=lambda each: (each["expires"], each["year"]))
    nodes = {each["year"]: _grant(used, each) for each in grants if each["expires"] >= begins}
    of_year = tuple(nodes[each["year"]] for each in grants if each["year"] == row["year"])
    before = tuple(nodes[each["year"]] for each in grants if each["year"] != row["year"] and each["year"] in nodes)
    lapsed = tuple(
        Node("lapsed", each["minutes"] - each["drawn"], MINUTES, "S4.6", _of(each), children=(nodes[each["year"]],))
        for each in grants
        if begins <= each["expires"] <= until and each["minutes"] > each["drawn"]
    )
    asked = used.rows("leave asked", **own)
    is_booked = [each["approved"] and (each["day"] > until or each["planned"]) for each in asked]
    booked = [each for each, chosen in zip(asked, is_booked, strict=True) if chosen]
    requested = [each for each in asked if not each["approved"]]
    made = {
        "type": Node("type", shown["type"], clause="S4.6", parameters=_ruled(used, row), nothing=True),
        "year": Node("year", shown["year"], clause=_CLAUSE, of={"until": day_text(until)}, nothing=True),
        "granted": made_of("granted", shown["granted"], "S4.6", of_year),
        "carried": made_of("carried", shown["carried"], _CLAUSE, before),
        "taken": made_of("taken", shown["taken"], "S4.4", _dates(used, used.rows("leave taken", **own))),
        "lapsed": made_of("lapsed", shown["lapsed"], _CLAUSE, lapsed),
        "booked": made_of("booked", shown["booked"], "S4.6a", _dates(used, booked)),
        "requested": made_of("requested", shown["requested"], "S4.6a", _dates(used, requested)),
    }
    parts = tuple(made[name] for name in ("granted", "carried", "taken", "lapsed"))
    made["left"] = Node("left", shown["left"], MINUTES, _CLAUSE, children=parts)
    return tuple(made[name] for name in shown if name != "employee")


def leave_left(used: Used, row: Row) -> Node:
    """S3.10d: what is left on leaving: the grants that live on the last day, and what was drawn from each."""
    rows = used.rows("leaving grants", row["employee"], type=row["type"])
    grants = tuple(
        Node(
            "left_of_grant",
            grant["minutes"] - grant["drawn"],
            MINUTES,
            "S3.10d",
            {"drawn": grant["drawn"]},
            children=(_grant(used, grant),),
        )
        for grant in sorted(rows, key=lambda grant: (grant["expires"], grant["year"]))
    )
    return made_of("leave_left", row["minutes"], "S3.10d", grants)


def _ruled(used: Used, row: Row) -> dict[str, object]:
    """The parameters by which somebody has a row of a type."""
    by_service = used.parameter("entitlement_by_service") if used.rules.entitlement_by_service else {}
    return used.parameter("entitled_types") | by_service


def _of(grant: Row) -> dict[str, str]:
    return {"year": f"{grant['year']:04d}", "expires": day_text(grant["expires"])}


def _grant(used: Used, grant: Row) -> Node:
    """S4.6, S4.6c: a grant by a fact, or by service; what was drawn from it in the years before is told below it."""
    drawn = grant["drawn_before"]
    below = (Node("drawn_before", drawn, MINUTES, "S4.6", _of(grant), nothing=True),) if drawn else ()
    if grant["entitlement"] is not None:
        return Node("grant", grant["minutes"], MINUTES, "S4.6", _of(grant), {}, (grant["entitlement"],), below)
    ruled = used.parameter("entitlement_by_service", grant["type"])
    return Node("grant", grant["minutes"], MINUTES, "S4.6c", _of(grant), ruled, (), (*_service(used, grant), *below))


def _service(used: Used, grant: Row) -> tuple[Node, ...]:
    """S4.6c: since when the service runs, who is employed, and how long a day is by contract."""
    employee = grant["employee"]
    nodes = [hired(used, employee)]
    standing = used.facts("seniorities", employee=employee)[-1:]
    nodes += [
        Node("service_from", day_text(each["from_day"]), clause="S4.6c", facts=(each["position"],)) for each in standing
    ]
    return (*nodes, *contracts_ever(used, employee))


def _dates(used: Used, rows: list[Row]) -> tuple[Node, ...]:
    """The dates of leave, each with its request, its decisions and the roster's entry."""
    ordered = sorted(rows, key=lambda row: (row["day"], row["request"]))
    return tuple(
        Node(
            "leave_on_date",
            row["minutes"],
            MINUTES,
            "S4.6a",
            {"date": day_text(row["day"])},
            facts=positions(*leave_facts(used, row["request"]), *_rostered(used, row)),
        )
        for row in ordered
    )


def _rostered(used: Used, row: Row) -> list[int]:
    entries = used.facts("roster", employee=row["employee"], day=row["day"])
    return [each["position"] for each in entries[-1:] if each["shift"] is not None]
