"""Winners and losers: what a what-if or the ripple of a fact would move, person by person, for a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from api.charts import Chart, Series
from api.console.names import People, named, yuan
from api.console.visit import Visit
from api.words.labels import figure_label

_PAY, _RANK = "pay", "rank"
_DRAWN, _RANKS_DRAWN = 14, 8
_NONE = Decimal(0)


@dataclass(slots=True)
class Moved:
    """Somebody whom it touches: pay before and after, where it differs, rank likewise, and all figures in words."""

    employee: str
    pay: tuple[Decimal, Decimal] | None = None
    rank: tuple[int | None, int | None] | None = None
    figures: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def difference(self) -> Decimal:
        """By how much the pay is more."""
        return _NONE if self.pay is None else self.pay[1] - self.pay[0]


def moved_of(visit: Visit, what_if: Mapping[str, Any]) -> list[Moved]:
    """Everybody who is touched; who gains or loses most comes first."""
    found: dict[str, Moved] = {}
    for each in what_if["moved"]:
        person = found.setdefault(each["employee"], Moved(each["employee"]))
        before, after = each["before"], each["after"]
        if each["figure"] == _PAY:
            person.pay = Decimal(before or 0), Decimal(after or 0)
            continue
        if each["figure"] == _RANK:
            person.rank = before, after
        person.figures.append((figure_label(each["figure"], visit.language), _text(before), _text(after)))
    return sorted(found.values(), key=lambda person: (-abs(person.difference), person.employee))


def _text(value: Any) -> str:
    return "–" if value is None else str(value)


def pay_chart(visit: Visit, moved: list[Moved], people: People) -> Chart:
    """Who would gain and lose most."""
    furthest = [person for person in moved if person.difference][:_DRAWN]
    shown = sorted(furthest, key=lambda person: (person.difference, person.employee))
    return Chart(
        title=visit.says("Largest changes in pay (yuan)"),
        kind="lying",
        labels=[named(people, person.employee) for person in shown],
        series=[Series(visit.says("Difference"), [person.difference for person in shown])],
        label_heading=visit.says("Employee"),
        shown=lambda amount: yuan(Decimal(amount), visit.language),
    )


def rank_chart(visit: Visit, moved: list[Moved], people: People, before: str, after: str) -> Chart:
    """How ranks would move: a line a person, from the rank before to the rank after."""
    ranked = [person for person in moved if person.rank is not None and None not in person.rank]
    ranked.sort(key=lambda person: -abs((person.rank or (0, 0))[0] - (person.rank or (0, 0))[1]))  # type: ignore[operator]
    return Chart(
        title=visit.says("Changes in rank"),
        kind="line",
        labels=[before, after],
        series=[Series(named(people, person.employee), person.rank or ()) for person in ranked[:_RANKS_DRAWN]],
        label_heading=visit.says("Rank"),
        counted=True,
        upside_down=True,
    )
