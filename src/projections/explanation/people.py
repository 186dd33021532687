"""S1, S2.4 Who somebody was in the period, by which facts."""

from projections.calendar import day_text
from projections.explanation.explained_rows import Used
from projections.explanation.node import DAYS, Node, no, positions


def employed(used: Used, employee: str) -> Node:
    """S2.4: the days employed within the period."""
    row = used.row("members", employee)
    if row is None:
        return no("not_employed", "S2.4", {"period": used.period})
    of = {"from": day_text(row["first_day"]), "until": day_text(row["last_day"])}
    return Node("employed_days", row["days"], DAYS, "S2.4", of, facts=_employment(used, employee))


def arrival(used: Used, employee: str) -> int:
    """S2.1a: the month number of somebody's first period here."""
    cycle = used.month.tables.journal.site.cycle
    employment = used.row("employment", employee)
    return (
        cycle.first_period if employment is None else max(cycle.first_period, cycle.period_of(employment["hired_on"]))
    )


def tenure(used: Used, employee: str) -> Node:
    """S7.6e: the days employed from the hiring to the last day employed within the period."""
    row = used.row("members", employee)
    if row is None:
        return no("not_employed", "S2.4", {"period": used.period})
    of = {"until": day_text(row["last_day"])}
    return Node("tenure", row["tenure"], DAYS, "S7.6e", of, facts=_employment(used, employee))


def _employment(used: Used, employee: str) -> tuple[int, ...]:
    employment = used.row("employment", employee)
    return positions(employment["hired_by"], employment["left_by"]) if employment else ()


def hired(used: Used, employee: str) -> Node:
    """S1.3: that somebody is on the ledger, and since and until when."""
    return Node("employment", clause="S1.3", facts=_employment(used, employee))


def posted(used: Used, employee: str, column: str) -> Node:
    """S1.2: the role, the team or the channel held on the last day employed within the period."""
    row = used.row("members", employee)
    if row is None:
        return no("not_employed", "S2.4", {"period": used.period})
    held = [
        posting
        for posting in used.rows("postings", employee)
        if posting["from_day"] <= row["last_day"] <= posting["until_day"]
    ]
    facts = positions(*(posting[f"{column}_by"] for posting in held))
    if row[column] is None:
        return no("no_channel", "S1.2", {"date": day_text(row["last_day"])})
    return Node(column, row[column], clause="S1.2", of={"date": day_text(row["last_day"])}, facts=facts)


def probation(used: Used, employee: str) -> Node:
    """S7.6a: on probation on the last day employed within the period."""
    employment = used.row("employment", employee) or {}
    until = day_text(employment["probation_until"])
    return Node("probation_until", until, clause="S1.3", facts=positions(employment["probation_by"]))


def notice(used: Used, employee: str) -> Node:
    """S7.6d: under notice since."""
    employment = used.row("employment", employee) or {}
    return Node(
        "notice_from", day_text(employment["notice_from"]), clause="S1.3", facts=positions(employment["notice_by"])
    )


def leaving(used: Used, employee: str) -> Node:
    """S7.6b: the last day, and the reason for leaving."""
    employment = used.row("employment", employee) or {}
    of = {"reason": employment["leaving_reason"]}
    return Node(
        "last_day", day_text(employment["last_day"]), clause="S1.3", of=of, facts=positions(employment["left_by"])
    )
