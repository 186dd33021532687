"""A report with its three coordinates, and the bytes that it is frozen as."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from projections.calendar import period_text
from projections.month import Month
from projections.reports.registry import REPORTS


@dataclass(frozen=True)
class Report:
    """A report with its three coordinates."""

    name: str
    period: str
    position: int
    rules: str
    table: pl.DataFrame
    replayed: bool = False
    """Of a closed period whose closing did not freeze it, or whose frozen bytes are lost: computed at its position."""

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as objects of the interchange format."""
        return REPORTS[self.name].told(self.table.to_dicts())

    def as_json(self) -> dict[str, Any]:
        """The object of the interchange format."""
        return {
            "period": self.period,
            "position": self.position,
            "rules": self.rules,
            "rows": self.rows,
        } | ({"replayed": True} if self.replayed else {})

    def as_bytes(self) -> bytes:
        """The object as the bytes that a closing freezes."""
        return _written(self.as_json())

    def rows_as_bytes(self) -> list[bytes]:
        """Each row as it stands in the bytes that a closing freezes."""
        return [_written(row) for row in self.rows]

    def without_pay(self) -> "Report":
        """Only the rows that somebody is shown who does not see everyone's pay."""
        return replace(self, table=REPORTS[self.name].without_pay(self.table))

    def narrowed(self, employees: list[str] | None) -> "Report":
        """Only these employees' rows; all of them where None. Where rows are of nobody, these have none."""
        if employees is None:
            return self
        person = REPORTS[self.name].person
        return replace(
            self, table=self.table.filter(pl.lit(value=False) if person is None else pl.col(person).is_in(employees))
        )

    def of_team(self, team: str) -> "Report":
        """Of a report whose rows are of teams: only those of one; none where rows are of the centre."""
        column = REPORTS[self.name].team
        return replace(self, table=self.table.filter(pl.lit(value=False) if column is None else pl.col(column) == team))


def _written(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def report_of(name: str, month: Month) -> Report:
    """The report of a month that is computed."""
    definition = REPORTS[name]
    return Report(
        name=name,
        period=period_text(month.period.number),
        position=month.tables.journal.position,
        rules=month.version,
        table=definition.present(definition.made(month)),
    )


def frozen_report(name: str, content: bytes) -> Report:
    """The report that was frozen as these bytes."""
    told: Mapping[str, Any] = json.loads(content)
    table = REPORTS[name].read(told["rows"])
    return Report(name, told["period"], told["position"], told["rules"], table)
