"""S1 组织 Who is in a period, and in what status: read on the last day employed within it (S2.4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import narwhals.stable.v2 as nw

from projections.calendar import Period, day_text
from projections.expressions import Expression, Frame, exists, last_recorded, marked, no_less_than_zero, smaller, whole
from projections.tables import Tables

FOREVER = 3_000_000
"""A day after all others: the last day of someone who has not left."""

_HELD = ("role", "team", "channel")
TABLES_READ = ("employees", "assignments", "probations", "notices", "leavings")
"""The tables of the journal that say who somebody is."""


@dataclass(frozen=True)
class Staff:
    """The people of the ledger: `employment`, one row each, and `postings`, one row a change of role or team."""

    employment: Frame
    """employee, hired_on, last_day, leaving_reason, probation_until, notice_from; and the ledger positions of the facts
    that say so: hired_by, left_by, probation_by, notice_by (missing where there is none)."""
    postings: Frame
    """employee, from_day, until_day, role, team, channel: which were held from when until when (S1.2), channel missing
    where there is none; role_by, team_by and channel_by are the ledger positions of the facts that gave them."""


def staff(tables: Tables) -> Staff:
    """The facts in force about every employee (S1.1 … S1.3), whatever the period."""
    employees = last_recorded(tables.of("employees"), "employee")
    return Staff(tables.settle(_employment(tables, employees)), tables.settle(_postings(tables, employees)))


def _employment(tables: Tables, employees: Frame) -> Frame:
    """S1.3: hired on, probation until, notice from, last day. The later recorded probation holds."""
    probation = last_recorded(tables.of("probations"), "employee").select("employee", "until", probation="position")
    notice = last_recorded(tables.of("notices"), "employee").select(
        "employee", notice_from="from_day", notice_by="position"
    )
    leaving = last_recorded(tables.of("leavings"), "employee").select(
        "employee", "last_day", "leaving_reason", left_by="position"
    )
    own_holds = nw.col("probation").is_null() | (
        ~nw.col("probation_until").is_null() & (nw.col("position") > nw.col("probation"))
    )
    people = employees.join(probation, on="employee", how="left").join(notice, on="employee", how="left")
    return people.join(leaving, on="employee", how="left").select(
        "employee",
        "hired_on",
        nw.col("last_day").fill_null(FOREVER),
        "leaving_reason",
        "notice_from",
        "notice_by",
        "left_by",
        hired_by="position",
        probation_by=nw.when(own_holds).then(nw.col("position")).otherwise(nw.col("probation")),
        probation_until=nw.when(own_holds).then(nw.col("probation_until")).otherwise(nw.col("until")),
    )


def _postings(tables: Tables, employees: Frame) -> Frame:
    """S1.2: from each date on, the role, team and channel last assigned by then; before any, those of the hiring."""
    start = -FOREVER
    hired = employees.select("employee", *_HELD, "position", from_day=whole(start))
    moved = last_recorded(tables.of("assignments"), "employee", "from_day").select(
        "employee", *_HELD, "position", "from_day"
    )
    given = {f"{name}_by": nw.when(~nw.col(name).is_null()).then(nw.col("position")) for name in _HELD}
    changes = nw.concat([hired, moved]).with_columns(**given)
    return changes.select(
        "employee",
        "from_day",
        *(carried(name) for name in (*_HELD, *given)),
        until_day=nw.col("from_day").shift(-1).over("employee", order_by="from_day").fill_null(FOREVER + 1) - 1,
    )


def carried(column: str) -> Expression:
    """An assignment that leaves a role, a team or a channel out leaves it as it was."""
    return nw.col(column).fill_null(strategy="forward").over("employee", order_by="from_day")


def held_on(staff_: Staff, dated: Frame) -> Frame:
    """S1.2: rows with `employee` and `day`, and the role, team and channel that each held on that day."""
    held = staff_.postings.select("employee", *_HELD, "from_day", "until_day")
    found = dated.join(held, on="employee").filter(
        (nw.col("from_day") <= nw.col("day")) & (nw.col("until_day") >= nw.col("day"))
    )
    return found.drop("from_day", "until_day")


def members(staff_: Staff, period: Period) -> Frame:
    """Who is employed on at least one day of the period (S2.4), with status on the last such day.

    Columns: employee, role, team, channel, first_day, last_day, days (employed within the period), tenure (days
    employed since the hiring, S7.6e), probation (S7.6a), notice_from (missing when not under notice), leaving_reason
    (only if employment ended in the period).
    """
    first, last = period.first_day, period.last_day
    inside = staff_.employment.filter((nw.col("hired_on") <= last) & (nw.col("last_day") >= first))
    inside = inside.filter(nw.col("hired_on") <= nw.col("last_day"))
    present = inside.with_columns(
        first_day=nw.when(nw.col("hired_on") > first).then(nw.col("hired_on")).otherwise(whole(first)),
        status_day=smaller(nw.col("last_day"), whole(last)),
    )
    held = staff_.postings.select("employee", *_HELD, "from_day", "until_day")
    status = present.join(held, on="employee").filter(
        (nw.col("from_day") <= nw.col("status_day")) & (nw.col("until_day") >= nw.col("status_day"))
    )
    under_notice = nw.col("notice_from") <= nw.col("status_day")
    ended = nw.col("last_day") <= last
    return status.select(
        "employee",
        *_HELD,
        "first_day",
        last_day=nw.col("status_day"),
        days=nw.col("status_day") - nw.col("first_day") + 1,
        tenure=nw.col("status_day") - nw.col("hired_on") + 1,
        probation=(nw.col("probation_until") >= nw.col("status_day")).fill_null(value=False),
        notice_from=nw.when(under_notice).then(nw.col("notice_from")),
        leaving_reason=nw.when(ended).then(nw.col("leaving_reason")),
    )


def arrived(staff_: Staff, period: Period, first_period: int) -> Frame:
    """S2.1a: whose first period here is this one, the ledger's first being that month number: employee."""
    employment = staff_.employment.filter(nw.col("hired_on") <= period.last_day)
    if period.number != first_period:
        employment = employment.filter(nw.col("hired_on") >= period.first_day)
    return employment.select("employee")


def on_probation(staff_: Staff, day: int) -> Frame:
    """The employees on probation on that day, that day included (S1.3): employee."""
    return staff_.employment.filter(nw.col("probation_until") >= day).select("employee")


def tenure(staff_: Staff, day: int) -> Frame:
    """S7.6e: how many days each was employed by that day, both ends included. Columns: employee, tenure."""
    until = smaller(nw.col("last_day"), whole(day))
    return staff_.employment.select("employee", tenure=no_less_than_zero(until - nw.col("hired_on") + 1))


def throughout(staff_: Staff, period: Period, role: str) -> Frame:
    """Who was employed in that role on every day of the period (S8.6): employee."""
    first, last = period.first_day, period.last_day
    whole_period = staff_.employment.filter((nw.col("hired_on") <= first) & (nw.col("last_day") >= last))
    held = staff_.postings.filter((nw.col("from_day") <= last) & (nw.col("until_day") >= first))
    otherwise_employed = exists(held.filter(nw.col("role") != role), "otherwise", "employee")
    joined = whole_period.select("employee").join(otherwise_employed, on="employee", how="left")
    return joined.filter(~marked("otherwise")).select("employee")


@dataclass(frozen=True, slots=True)
class Posting:
    """A role and a team that somebody holds from a date on (S1.2); the first is from always, and has no date."""

    since: str
    """`YYYY-MM-DD`, or empty."""
    role: str
    team: str


@dataclass(frozen=True, slots=True)
class Membership:
    """Who was in which role and team when (S1.2), and employed from when until when (S1.3).

    Dates are texts, `YYYY-MM-DD`.
    """

    known_at: int = 0
    """The position of the last fact that it follows from."""
    today: str = ""
    """In the site's time zone; empty where there is no site."""
    postings: Mapping[str, Sequence[Posting]] = field(default_factory=dict)
    """By employee, in the order of their dates."""
    employment: Mapping[str, tuple[str, str | None]] = field(default_factory=dict)
    """By employee: the first day, and the last one of those who leave or have left."""

    def posting_on(self, employee: str, day: str) -> Posting | None:
        """The role and the team of an employee on a date; None where there is no such employee."""
        postings = self.postings.get(employee)
        return None if postings is None else [each for each in postings if each.since <= day][-1]

    def posting_of_period(self, employee: str, last_day: str) -> Posting | None:
        """S2.4: role and team in a period, by its last day: those of the last day employed within it."""
        _, left_on = self.employment.get(employee, ("", None))
        return self.posting_on(employee, last_day if left_on is None else min(last_day, left_on))

    def postings_between(self, employee: str, first: str, last: str) -> Iterator[Posting]:
        """The roles and teams of an employee on the dates between two, both included."""
        held = self.posting_on(employee, first)
        if held is not None:
            yield held
            yield from (each for each in self.postings[employee] if first < each.since <= last)

    def employed_on(self, employee: str, day: str) -> bool:
        """Whether somebody is employed on a date, the first and the last day included."""
        first, last = self.employment.get(employee, (None, None))
        return first is not None and first <= day and (last is None or day <= last)


def membership(tables: Tables, today: str) -> Membership:
    """Who was in which role and team when, as the facts of these tables have it."""
    found = staff(tables)
    postings: dict[str, list[Posting]] = {}
    for row in tables.engine.rows(found.postings).sort("employee", "from_day").to_dicts():
        since = "" if row["from_day"] == -FOREVER else day_text(row["from_day"])
        postings.setdefault(row["employee"], []).append(Posting(since, row["role"], row["team"]))
    employment = {
        row["employee"]: (day_text(row["hired_on"]), None if row["last_day"] == FOREVER else day_text(row["last_day"]))
        for row in tables.engine.rows(found.employment).to_dicts()
    }
    return Membership(tables.journal.position, today, postings, employment)
