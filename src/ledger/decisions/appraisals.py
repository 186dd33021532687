"""S6.2a 评核: what a form must be, which metrics may be recorded, and which points an appraisal gives."""

from ledger.decisions.forms import called, standing_form
from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.appraisals import Appraisal, AppraisalForm, FormItem, Metric
from ledger.facts.figures import show_hundredths
from ledger.ledger_metrics import LEADERS, LEDGER_METRICS, OF_LEADERS, RESERVED, unknown_metric
from ledger.refusal import Refusal

_WHOLE = 10_000
"""S6.2a: the items have 100.00 points in all."""


@decides(AppraisalForm)
def decide_appraisal_form(fact: AppraisalForm, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S6.2a 评核表: roles and items each once, 100.00 points in all, and every item judged or read off a scale."""
    wrong = wrong_form(fact)
    return ACCEPTED if wrong is None else Refusal("wrong_form", f"appraisal_form: {wrong}")


def wrong_form(fact: AppraisalForm) -> str | None:
    """What is wrong with a form, and what to do; None where it can be recorded."""
    if not fact.roles or len(set(fact.roles)) != len(fact.roles):
        return "roles is empty or has a role twice; give each role that the form is for once"
    wrong = next(filter(None, (_wrong_item(item, fact) for item in fact.items)), None)
    if wrong is not None:
        return wrong
    names = [each.item for each in fact.items]
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        return f"the item {double!r} is there twice; give each item once"
    whole = sum(each.max for each in fact.items)
    return None if whole == _WHOLE else f"the items have {show_hundredths(whole)} points in all; give 100.00 together"


def _wrong_item(item: FormItem, form: AppraisalForm) -> str | None:
    named = f"the item {item.item!r}"
    if item.max == 0:
        return f"{named} has a max of 0.00; give it points above 0"
    if item.source == "judged":
        extra = item.metric is not None or item.scale is not None
        return f"{named} is judged, and has a metric or a scale; leave both out" if extra else None
    if item.metric is None or not item.scale:
        return f"{named} is of a metric; give its metric and a scale with at least one step"
    for step in item.scale:
        if (step.at_least is None) == (step.at_most is None):
            return f"a step of {named} has not one of at_least and at_most; give each step exactly one of them"
        if step.points > item.max:
            return f"a step of {named} gives {show_hundredths(step.points)} of {show_hundredths(item.max)}; give fewer"
    return _wrong_metric(item.metric, named, form)


def _wrong_metric(metric: str, named: str, form: AppraisalForm) -> str | None:
    unknown = unknown_metric(metric, LEDGER_METRICS)
    if unknown is not None:
        return f"{named} names {unknown}"
    if metric in OF_LEADERS and not set(form.roles) <= set(LEADERS):
        return f"{named} names {metric}, which is for forms of {' or '.join(LEADERS)} alone; leave other roles out"
    return None


def _is_of_the_centre(fact: Metric) -> bool:
    return not fact.metric.startswith(RESERVED)


@decides(Metric, evident=_is_of_the_centre)
def decide_metric(fact: Metric, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S6.2a 指标: what the ledger computes itself cannot be recorded."""
    if _is_of_the_centre(fact):
        return ACCEPTED
    return Refusal(
        "reserved_metric",
        f"metric: {fact.metric} is computed from the ledger and cannot be recorded; give another name",
    )


@decides(Appraisal, once=True)
def decide_appraisal(fact: Appraisal, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S6.2a 评核: by a form that stands and is for the component, with points for its judged items."""
    known = standing_form(AppraisalForm, fact, fact.form, fact.version_, state)
    if isinstance(known, Refusal):
        return known
    form = known.fact
    assert isinstance(form, AppraisalForm)
    if form.component != fact.component:
        return Refusal(
            "wrong_component",
            f"appraisal: {called(form.form, form.version_)} is for {form.component}, "
            f"and the appraisal is of {fact.component}; give a form for {fact.component}",
        )
    wrong = None if fact.points is None else _wrong_points(fact, fact.points, form)
    return ACCEPTED if wrong is None else Refusal("wrong_points", f"appraisal: {wrong}")


def _wrong_points(fact: Appraisal, points: dict[str, int], form: AppraisalForm) -> str | None:
    most = {each.item: each.max for each in form.items if each.source == "judged"}
    judged = ", ".join(f"{item} ({show_hundredths(of)})" for item, of in most.items()) or "none"
    other = next((item for item in points if item not in most), None)
    if other is not None:
        return f"{other!r} is not a judged item of the form; give points to these alone: {judged}"
    missing = [item for item in most if item not in points]
    if missing and fact.stage == "final":
        return f"the item {missing[0]!r} has no points, and a final appraisal gives them to all of these: {judged}"
    over = next((item for item, given in points.items() if given > most[item]), None)
    if over is not None:
        return f"{over!r} has {show_hundredths(points[over])} points of {show_hundredths(most[over])}; give fewer"
    return None
