"""S6.2a Appraisals (《员工工作表现评核》): what each item of an appraisal has, and what the items make together."""

from dataclasses import dataclass
from typing import Any

from .figures import two_places
from .metrics import Metrics
from .state import View

Fact = dict[str, Any]
COMPONENTS = ("work", "behaviour")


@dataclass(frozen=True)
class Item:
    """An item of a form with its metric's value, and its points; both may be missing."""

    of_form: Fact
    value: int | None
    points: int | None


@dataclass(frozen=True)
class Appraised:
    """An appraisal of one component, item by item; `counted` says that it makes the component."""

    fact: Fact
    items: list[Item]
    counted: bool

    @property
    def score(self) -> int | None:
        """The sum of all points; None while a metric is missing."""
        points = [item.points for item in self.items]
        return None if any(each is None for each in points) else sum(each or 0 for each in points)


def standing(view: View, employee: str, period: str, component: str) -> Fact | None:
    """Give the final appraisal that stands, else the preliminary one; a withdrawn one is none."""
    for stage in ("final", "preliminary"):
        fact = view.standing["appraisal"].get((employee, period, component, stage))
        if fact and fact["points"] is not None:
            return fact
    return None


def appraised(metrics: Metrics, employee: str, component: str) -> Appraised | None:
    """Give an employee's appraisal of a component with the points of every item; None without one."""
    view, period = metrics.view, metrics.period
    fact = standing(view, employee, period, component)
    if fact is None:
        return None
    form = view.form(fact["form"], fact["version"])
    role = view.role(employee, period)
    of_team = role == "team_leader" and component == "work" and metrics.attendance.rules["leader_work_from_team"]
    counted = fact["stage"] == "final" and role in form["roles"] and not of_team
    return Appraised(fact, [_item(metrics, employee, item, fact["points"]) for item in form["items"]], counted)


def _item(metrics: Metrics, employee: str, item: Fact, points: dict[str, int]) -> Item:
    if item["source"] == "judged":
        return Item(item, None, points.get(item["item"]))
    value = metrics.value(employee, item["metric"])
    return Item(item, value, None if value is None else on_scale(item["scale"], value))


def on_scale(scale: list[Fact], value: int) -> int:
    """The points of the first step, from the top, that holds; 0 if none does."""
    for step in scale:
        if value >= step["at_least"] if step["at_least"] is not None else value <= step["at_most"]:
            return int(step["points"])
    return 0


def report(metrics: Metrics) -> list[dict[str, Any]]:
    """One row an employee, component and item, in the order of the form."""
    return [
        {
            "employee": employee,
            "component": component,
            "item": item.of_form["item"],
            "source": item.of_form["source"],
            "value": two_places(item.value),
            "points": two_places(item.points),
            "max": two_places(item.of_form["max"]),
            "stage": found.fact["stage"],
            "counted": found.counted,
            "form": found.fact["form"],
            "version": found.fact["version"],
            "evaluator": found.fact["evaluator"],
        }
        for employee in metrics.view.in_period(metrics.period)
        for component in COMPONENTS
        if (found := appraised(metrics, employee, component)) is not None
        for item in found.items
    ]
