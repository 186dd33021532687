"""S6.1a, S6.2a: the forms of monitorings and appraisals, and what is refused because it does not keep to one."""

from fractions import Fraction
from typing import Any

from .fields import RefusedLineError
from .figures import round_half_up
from .ledger import Ledger
from .lines import refuse_null_scores
from .parameters import THEMES

Content = dict[str, Any]
# Metrics that are computed and cannot be recorded; the last two are about others than the employee.
OWN_METRICS = (
    "ledger.late_times",
    "ledger.unpunctual_shifts",
    "ledger.absence_days",
    "ledger.voluntary_swaps",
    "ledger.call_score",
    "ledger.exam_mean",
    "ledger.complaints_upheld",
    "ledger.praises",
    "ledger.work_errors",
    "ledger.violations",
)
MEANS_OF_CSRS = ("ledger.team_total_mean", "ledger.csr_total_mean")


def is_computed(metric: str) -> bool:
    """Whether a metric's name is one of those that are computed."""
    return metric.startswith("ledger.")


def _refuse_crooked_criteria(criteria: list[Content]) -> None:
    """S6.1: the weights of a form are a hundred percent, and each criterion is there once."""
    names = [each["name"] for each in criteria]
    if sum(each["weight"] for each in criteria) != 100 or len(names) != len(set(names)):
        raise RefusedLineError("the form's criteria are no whole (S6.1)")


def _refuse_crooked_items(form: Content) -> None:
    """S6.2a: each item is there once, the items have 100.00 points in all, and no step has more than its item."""
    items = form["items"]
    names = [each["item"] for each in items]
    if sum(each["max"] for each in items) != 10000 or len(names) != len(set(names)):
        raise RefusedLineError("the form's items are no whole (S6.2a)")
    if any(each["max"] <= 0 for each in items):
        raise RefusedLineError("an item should have a maximum above 0 (S6.2a)")
    if len(form["roles"]) != len(set(form["roles"])) or not form["roles"]:
        raise RefusedLineError("a form should be for some roles, each named once")
    for each in items:
        if each["source"] == "metric":
            _refuse_crooked_metric(each, set(form["roles"]))


def _refuse_crooked_metric(item: Content, roles: set[str]) -> None:
    if any(step["points"] > item["max"] for step in item["scale"]):
        raise RefusedLineError("a step should have no more points than its item (S6.2a)")
    known = OWN_METRICS + (MEANS_OF_CSRS if roles <= {"team_leader", "qa"} else ())
    if is_computed(item["metric"]) and item["metric"] not in known:
        raise RefusedLineError("that metric is not computed for all of these roles (S6.2a)")


def _refuse_other_score(form: Content, monitoring: Content) -> None:
    """S6.1a: a monitoring has exactly the form's criteria, and the score that follows from them."""
    given = monitoring["criteria"] or []
    if sorted((each["name"], each["weight"]) for each in given) != sorted(
        (each["name"], each["weight"]) for each in form["criteria"]
    ):
        raise RefusedLineError("the criteria should be the form's (S6.1a)")
    if monitoring["score"] != _score_of(form, {each["name"]: each["score"] for each in given}):
        raise RefusedLineError("the score should be the one that the form makes (S6.1a)")


def _score_of(form: Content, scores: dict[str, int | None]) -> int:
    """S6.1a: the weighted mean of the applicable criteria, or 0 where a critical one has nothing."""
    applicable = [(each, score) for each in form["criteria"] if (score := scores[each["name"]]) is not None]
    weight = sum(each["weight"] for each, _score in applicable)
    if weight == 0:
        raise RefusedLineError("no applicable criterion weighs anything (S6.1a)")
    if any(each["critical"] and score == 0 for each, score in applicable):
        return 0
    return round_half_up(Fraction(sum(each["weight"] * score for each, score in applicable), weight))


def _refuse_other_points(form: Content, appraisal: Content) -> None:
    """S6.2a: points for the judged items, all of them in a final appraisal, and none above its maximum."""
    if form["component"] != appraisal["component"]:
        raise RefusedLineError("the form is for the other component (S6.2a)")
    points = appraisal["points"]
    if points is None:
        return
    most = {each["item"]: each["max"] for each in form["items"] if each["source"] == "judged"}
    if set(points) - set(most) or (appraisal["stage"] == "final" and set(points) != set(most)):
        raise RefusedLineError("points should be for the judged items (S6.2a)")
    if any(points[item] > most[item] for item in points):
        raise RefusedLineError("an item has more points than its maximum (S6.2a)")


def _refuse_crooked_theme(theme: Content) -> None:
    """S8.8: a theme has a name of its own, and is won by grant, or by a metric of the employee within bounds."""
    conditions = [theme[key] for key in ("best", "at_least", "at_most")]
    if theme["theme"] in THEMES:
        raise RefusedLineError("the manual has a theme of that name (S8.8)")
    if theme["by"] == "grant" and (theme["metric"] is not None or any(each is not None for each in conditions)):
        raise RefusedLineError("a theme by grant looks at no metric (S8.8)")
    if theme["by"] == "metric":
        if theme["metric"] is None or all(each is None for each in conditions):
            raise RefusedLineError("a theme by metric should say which, and what of it wins (S8.8)")
        if is_computed(theme["metric"]) and theme["metric"] not in OWN_METRICS:
            raise RefusedLineError("no theme looks at that metric (S8.8)")


def refuse_by_form(ledger: Ledger, kind: str, content: dict[str, Any]) -> None:
    """S6.1a, S6.2a: forms are whole, and what names one keeps to it; a revision also where the form is voided."""
    if kind == "monitoring_form":
        _refuse_crooked_criteria(content["criteria"])
    if kind == "appraisal_form":
        _refuse_crooked_items(content)
    if kind == "metric" and is_computed(content["metric"]):
        raise RefusedLineError("that metric is computed (S6.2a)")
    if kind == "monitoring" and content["form"] is not None:
        form = _standing_form(ledger, "monitoring_form", content)
        if form["channel"] is not None and form["channel"] != content["channel"]:
            raise RefusedLineError("the form is for another channel (S6.1a)")
        _refuse_other_score(form, content)
    if kind == "monitoring_revision" and content["score"] is not None:
        monitoring = ledger.by_natural_key["monitoring", content["monitoring"]]
        if monitoring["form"] is not None:
            named = ledger.stated["monitoring_form", monitoring["form"], monitoring["version"]]
            _refuse_other_score(named[0], content)
        else:
            refuse_null_scores(content)
    if kind == "appraisal":
        _refuse_other_points(_standing_form(ledger, "appraisal_form", content), content)


def _standing_form(ledger: Ledger, kind: str, content: dict[str, Any]) -> Content:
    form = ledger.stands((kind, content["form"], content["version"]))
    if form is None:
        raise RefusedLineError("no such form version on the ledger (S6.1a, S6.2a)")
    return form


def refuse_by_theme(ledger: Ledger, kind: str, content: dict[str, Any]) -> None:
    """S8.8: what names a theme names one of the four, or one of which something stands."""
    if kind == "theme":
        _refuse_crooked_theme(content)
    if kind == "award_grant" and content["theme"] not in ledger.themes():
        raise RefusedLineError("no such theme on the ledger (S8.8)")
    lists = content["parameters"] if kind == "rules" else content
    listed = (lists.get("award_themes") or []) if kind in ("rules", "period") else []
    if any(entry["theme"] not in {*THEMES, *ledger.themes()} for entry in listed):
        raise RefusedLineError("a listed theme is neither of the manual nor on the ledger (S8.8)")
