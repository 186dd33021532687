"""The standing doubts of a ledger: read from the facts up to a position."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pydantic_core import from_json

from ledger.calendar import first_day, last_day
from ledger.doubts.circumstances import ALWAYS, Employment, FullLeave, Statement
from ledger.doubts.judgement import questions_of
from ledger.doubts.names import EVALUATOR, looks_like, stated_names
from ledger.doubts.repetitions import REPEATED, followers_of, takes_back
from ledger.doubts.standing_list import (
    StandingCircumstances,
    StandingDoubt,
    earlier_names,
    standing_doubts,
)
from ledger.facts.base import KINDS
from ledger.facts.people import Site
from ledger.ruleset import MANUAL
from ledger.store.dialect import StoreCursor
from ledger.store.void_targets import void_targets
from ledger.store_connection import Store

_COLUMNS = "position, originator_id, kind, employee, business_date, state"
Row = Mapping[str, Any]


class Doubts:
    """What of the facts of a ledger should be looked at."""

    def __init__(self, store: Store) -> None:
        """Of the ledger in a store."""
        self._store = store

    def standing(self, first: str, last: str, position: int, late_after: int = 0) -> list[StandingDoubt]:
        """The standing doubts about facts of some dates, ``YYYY-MM-DD``, up to a position, in their order.

        With `late_after` also those about facts of earlier dates that were recorded after that position, in closed
        periods.
        """
        site = self._store.site
        if site is None:
            return []
        with self._store.look() as (cursor, _now):
            reader = _Reader(cursor, position)
            dated = list(reader.standing("business_date>=? AND business_date<=?", [first, last]))
            known = reader.circumstances(site, dated)
            closings = reader.closings(site.period_start_day)
            found = list(standing_doubts(dated, known, closings))
            if late_after:
                late = reader.standing("position>? AND business_date<?", [late_after, first])
                told = standing_doubts(late, known, closings)
                found += [each for each in told if each.doubt.code == "in_closed_period"]
        found += _about_names(reader, known, first, last, {each.statement.position for each in found})
        return sorted(found, key=lambda each: each.statement.position)


def _about_names(
    reader: "_Reader", known: StandingCircumstances, first: str, last: str, told: set[int]
) -> Iterator[StandingDoubt]:
    """The doubts about the numbers and teams of those who are employed on the dates."""
    seen: set[str] = set()
    for each in reader.people:
        employment = known.employment(each.employee)
        if each.position in told or employment is None or employment.hired_on > last or employment.last_day < first:
            continue
        for doubt in looks_like(each, known):
            if doubt.parameters["name"] not in seen:
                seen.add(doubt.parameters["name"])
                yield StandingDoubt(each, doubt)


class _Reader:
    """Reads the facts up to a position."""

    def __init__(self, cursor: StoreCursor, position: int) -> None:
        self._cursor = cursor
        self._position = position
        self._voided = {each.target for each in void_targets(cursor, 0, position)}
        self.people: list[Statement] = [
            Statement(
                row["kind"], row["employee"], row["business_date"], from_json(row["state"]), position=row["position"]
            )
            for row in self._rows(["employee", "assignment"])
        ]

    def standing(self, condition: str, parameters: Sequence[Any]) -> Iterator[Statement]:
        """The standing facts that meet a condition, in order: neither voided, nor superseded, nor taken back."""
        rows = self._select(condition, parameters)
        last = {row["originator_id"]: row["position"] for row in rows if KINDS[row["kind"]].supersedes}
        undone = self._undone()
        for row in rows:
            model = KINDS[row["kind"]]
            if (
                not any(questions_of(row["kind"])[:2])
                or last.get(row["originator_id"], row["position"]) != row["position"]
            ):
                continue
            fields = from_json(row["state"])
            if model.opens and row["originator_id"] in undone:
                continue
            opener: Row | None = None
            if model.follows is not None:
                opener = self._opener(row["originator_id"])
            yield Statement(
                row["kind"],
                row["employee"],
                row["business_date"],
                fields,
                None if opener is None else from_json(opener["state"]),
                "" if opener is None else opener["employee"],
                row["position"],
            )

    def circumstances(self, site: Site, dated: Iterable[Statement]) -> StandingCircumstances:
        """What the facts of some dates are judged by."""
        leaves, requests = self._leaves()
        shifts = {
            (each.employee, each.date): (each.fields["shift"], each.position)
            for each in dated
            if each.kind == "shift" and each.fields.get("shift") is not None
        }
        return StandingCircumstances(
            first_day=first_day(site.first_period, site.period_start_day).isoformat(),
            start_day=site.period_start_day,
            time_zone=site.time_zone,
            employments=self._employments(),
            leaves=leaves,
            requests=requests,
            shifts=shifts,
            names=earlier_names(self._names()),
        )

    def closings(self, start_day: int) -> list[tuple[int, str]]:
        """The position of each closing, and the last day of its period."""
        found = [(row["position"], from_json(row["state"])["period"]) for row in self._rows(["close"])]
        return [(position, last_day(period, start_day).isoformat()) for position, period in found]

    def _names(self) -> Iterator[tuple[str, str]]:
        """Sorts and names in the order in which they came; an evaluator may be one of the employees."""
        numbers = {each.employee for each in self.people}
        found = [("shift", name, 0) for name in MANUAL.shifts]
        found += [(sort, name, each.position) for each in self.people for sort, name in stated_names(each)]
        for row in self._rows(["rules"]):
            shifts = from_json(row["state"])["parameters"].get("shifts", ())
            found += [("shift", name, row["position"]) for name in shifts]
        found += [("evaluator", name, position) for name, position in self._evaluators() if name not in numbers]
        return ((sort, name) for sort, name, _ in sorted(found, key=lambda each: each[2]))

    def _evaluators(self) -> Iterator[tuple[str, int]]:
        evaluator = self._cursor.dialect.text_field("state", "evaluator")
        for kind in (kind for kind, model in KINDS.items() if EVALUATOR in model.new_names):
            self._cursor.execute(
                f"SELECT {evaluator} AS name, MIN(position) AS position FROM events WHERE kind=? AND position<=? "  # noqa: S608
                "GROUP BY 1",
                [kind, self._position],
            )
            for row in self._cursor.fetchall():
                yield row["name"], row["position"]

    def _employments(self) -> dict[str, Employment]:
        hired = {each.employee: each.date for each in self.people if each.kind == "employee"}
        left = {row["employee"]: from_json(row["state"])["last_day"] for row in self._rows(["leaving"])}
        return {employee: Employment(day, left.get(employee) or ALWAYS) for employee, day in hired.items()}

    def _leaves(self) -> tuple[dict[str, list[FullLeave]], dict[str, int]]:
        decided = {row["originator_id"]: from_json(row["state"])["decision"] for row in self._rows(["leave_decision"])}
        leaves: dict[str, list[FullLeave]] = {}
        requests: dict[str, int] = {}
        for row in self._rows(["leave"]):
            fields = from_json(row["state"])
            requests[fields["leave"]] = row["position"]
            if fields.get("minutes") is None and decided.get(row["originator_id"]) == "approved":
                leave = FullLeave(fields["leave"], fields["first_date"], fields["last_date"], row["position"])
                leaves.setdefault(row["employee"], []).append(leave)
        return leaves, requests

    def _undone(self) -> set[str]:
        """The streams of requests that were rejected or cancelled, and of monitorings that were withdrawn."""
        last: dict[str, bool] = {}
        for row in self._rows([follower for kind in REPEATED for follower in followers_of(kind)]):
            last[row["originator_id"]] = takes_back(from_json(row["state"]))
        return {stream for stream, undone in last.items() if undone}

    def _opener(self, stream: str) -> Row | None:
        self._cursor.execute(
            f"SELECT {_COLUMNS} FROM events WHERE originator_id=? ORDER BY originator_version LIMIT 1",  # noqa: S608
            [stream],
        )
        found: Row | None = self._cursor.fetchone()
        return found

    def _rows(self, kinds: Sequence[str]) -> list[Row]:
        wanted = self._cursor.dialect.any_of("kind", list(kinds))
        return self._select(wanted.sql, wanted.parameters)

    def _select(self, condition: str, parameters: Sequence[Any]) -> list[Row]:
        self._cursor.execute(
            f"SELECT {_COLUMNS} FROM events WHERE position<=? AND {condition} ORDER BY position",  # noqa: S608
            [self._position, *parameters],
        )
        return [row for row in self._cursor.fetchall() if row["position"] not in self._voided]
