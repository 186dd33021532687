"""The day of a home: what several of its parts ask for, asked once."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from babel.dates import format_date, format_datetime

from api.console import formats
from api.console.periods import Period, every_period, last_settled
from api.console.visit import Visit
from api.console.wall_time import site_today, site_zone
from api.operations.agenda import Agenda, agenda
from api.operations.briefs import brief
from api.operations.periods import periods
from api.operations.presence import PersonPresence, presence
from api.words.labels import column_label
from ledger.lazy_attribute import computed_once
from projections.reports import REPORTS

Row = Mapping[str, Any]
_UNIT = re.compile(r" ?\([^)]*\)$")


@dataclass
class Day:
    """The day of who visits."""

    visit: Visit

    @computed_once
    def today(self) -> date:
        """Today at the site. Raises Problem where there is no site yet."""
        return site_today(self.visit)

    @computed_once
    def periods(self) -> Sequence[Period]:
        """Every period that has begun. Raises Problem where there is none."""
        return every_period(self.visit)

    @property
    def running(self) -> Period:
        """The period that is running."""
        return self.periods[-1]

    @property
    def settled(self) -> Period:
        """The last period that is closed, else the one that is running."""
        return last_settled(self.periods)

    @computed_once
    def people(self) -> Mapping[str, Row]:
        """The directory by number."""
        return self.visit.people()

    @computed_once
    def brief(self) -> Row:
        """The brief of today, of what is within reach."""
        return brief(self.visit.context).as_json()

    @computed_once
    def present(self) -> Sequence[PersonPresence]:
        """Who is due, here, on leave or expected now, within reach."""
        return presence(self.visit.context).people

    @computed_once
    def agenda(self) -> Agenda:
        """What waits for who visits."""
        return agenda(self.visit.context)

    def rows(self, report: str, period: str | None = None, **selection: str) -> list[Row]:
        """The rows of a report of a period, the one that is running without one."""
        return list(self.visit.report(report, period or self.running["period"], **selection)["rows"])

    def period_of(self, day: str) -> str | None:
        """The period of a date, one that has not begun too; None where nothing is reported on it yet."""
        every = periods(self.visit.context).periods
        return next((each.period for each in every if each.first_day <= day <= each.last_day), None)

    def shown(self, day: str) -> str:
        """A date with its weekday."""
        return formats.day(day, formats.LOCALES[self.visit.language], format_date)

    def moment(self, at: str | None) -> str:
        """An instant as the site's clock showed it."""
        return formats.moment(at, site_zone(self.visit), formats.LOCALES[self.visit.language], format_datetime)

    def name_of(self, number: str) -> str:
        """What somebody is called."""
        return str(self.people[number]["name"]) if number in self.people else ""

    def called(self, report: str, *names: str) -> list[str]:
        """What columns of a report are called, without their unit: minutes are shown as hours."""
        return [_UNIT.sub("", name) for name, _figure in self.columns(report, *names)]

    def columns(self, report: str, *names: str) -> list[tuple[str, bool]]:
        """What columns of a report are called, and whether they hold figures."""
        found = {column.name: column for column in REPORTS[report].columns}
        return [(column_label(found[name], self.visit.language), found[name].is_figure) for name in names]
