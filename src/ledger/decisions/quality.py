"""S6.1: a monitoring form whose weights are not a whole is refused."""

from ledger.decisions.judgement import decides
from ledger.decisions.state import ACCEPTED, Accepted, Known, LedgerState
from ledger.facts.quality import MonitoringForm
from ledger.refusal import Refusal

_WHOLE = 100


def _is_whole(fact: MonitoringForm) -> bool:
    names = {each.name for each in fact.criteria}
    return len(names) == len(fact.criteria) and sum(each.weight for each in fact.criteria) == _WHOLE


@decides(MonitoringForm, evident=_is_whole)
def decide_monitoring_form(fact: MonitoringForm, _state: LedgerState, _opener: Known | None) -> Accepted | Refusal:
    """S6.1 质检表: the weights add up to 100 percent, and no name is there twice."""
    if _is_whole(fact):
        return ACCEPTED
    whole = sum(each.weight for each in fact.criteria)
    if whole != _WHOLE:
        return Refusal(
            "weights_not_whole",
            f"monitoring_form: the weights of the criteria add up to {whole} percent; give weights that add up to 100",
        )
    names = [each.name for each in fact.criteria]
    double = next(name for name in names if names.count(name) > 1)
    return Refusal(
        "double_criterion", f"monitoring_form: the criterion {double!r} is there twice; give each criterion once"
    )
