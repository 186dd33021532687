"""S6.1a 质检: a monitoring by a form has the form's criteria, and the score that they come to."""

from collections.abc import Sequence

from ledger.decisions.forms import called, form_version, standing_form
from ledger.decisions.judgement import decides, unopened
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.figures import show_hundredths
from ledger.facts.quality import Criterion, Monitoring, MonitoringForm, MonitoringRevision
from ledger.form_score import Mark, form_score
from ledger.refusal import Refusal


def _is_without_form(fact: Monitoring) -> bool:
    return fact.form is None and fact.version_ is None and not _not_applicable(fact.criteria)


@decides(Monitoring, evident=_is_without_form)
def decide_monitoring(fact: Monitoring, state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S6.1a: by a form that is on the ledger and for the channel, with its criteria and the score that they make."""
    if (fact.form is None) != (fact.version_ is None):
        return Refusal("form_without_version", "monitoring: form and version go together; give both or neither")
    if fact.form is None or fact.version_ is None:
        return _without_form(fact, ACCEPTED)
    known = standing_form(MonitoringForm, fact, fact.form, fact.version_, state)
    if isinstance(known, Refusal):
        return known
    form = known.fact
    assert isinstance(form, MonitoringForm)
    if form.channel not in (None, fact.channel):
        return Refusal(
            "wrong_channel",
            f"monitoring: {called(form.form, form.version_)} is for the channel {form.channel}, "
            f"and the contact was by {fact.channel}; give a form for {fact.channel}",
        )
    return _not_by_form(fact, form, fact.criteria, fact.score) or ACCEPTED


@decides(MonitoringRevision)
def decide_monitoring_revision(
    fact: MonitoringRevision, state: LedgerState, opener: Known | None
) -> Accepted | Refusal:
    """S6.1a: a revision is held to the form version of the monitoring, also where that was voided since (S11.5)."""
    if opener is None:
        return unopened(fact)
    accepted = Accepted(follows=opener)
    original = opener.fact
    assert isinstance(original, Monitoring)
    if fact.score is None:
        return accepted
    if original.form is None or original.version_ is None:
        return _without_form(fact, accepted)
    known = form_version(MonitoringForm, original.form, original.version_, state)
    if known is None:
        return accepted
    form = known.fact
    assert isinstance(form, MonitoringForm)
    return _not_by_form(fact, form, fact.criteria, fact.score) or accepted


def _not_applicable(criteria: Sequence[Criterion] | None) -> list[str]:
    return [each.name for each in criteria or () if each.score is None]


def _without_form(fact: Monitoring | MonitoringRevision, accepted: Accepted) -> Accepted | Refusal:
    found = _not_applicable(fact.criteria)
    if not found:
        return accepted
    return Refusal(
        "criterion_without_score",
        f"{fact.kind}: the criterion {found[0]!r} has no score, and only a form lets one be not applicable; "
        "give a score from 0 to 100, or form and version",
    )


def _not_by_form(
    fact: Monitoring | MonitoringRevision, form: MonitoringForm, criteria: Sequence[Criterion] | None, score: int
) -> Refusal | None:
    """Why criteria and score are not what a form makes of them; None where they are."""
    named = called(form.form, form.version_)
    wanted = sorted((each.name, each.weight) for each in form.criteria)
    if criteria is None or sorted((each.name, each.weight) for each in criteria) != wanted:
        listed = ", ".join(f"{each.name} ({each.weight})" for each in form.criteria)
        return Refusal(
            "criteria_not_of_form",
            f"{fact.kind}: the criteria are not those of {named}; "
            f"give each once with its weight, and its score or null: {listed}",
        )
    critical = {each.name for each in form.criteria if each.critical}
    right = form_score([Mark(each.weight, each.score, each.name in critical) for each in criteria])
    if right is None:
        return Refusal(
            "nothing_applicable",
            f"{fact.kind}: no criterion of {named} that weighs more than 0 has a score, so there is none in all; "
            "give one of them a score",
        )
    if right == score:
        return None
    return Refusal(
        "wrong_score",
        f"{fact.kind}: the score is {show_hundredths(score)}, and by {named} it is {show_hundredths(right)}; "
        f"give {show_hundredths(right)}, or correct the criteria",
    )
