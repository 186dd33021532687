"""S13 The tables that the chapters of the centre used, by the names under which explanations ask for them."""

from collections.abc import Callable

from projections.centre import adherence, conduct, monitoring_plan, quality_work
from projections.expressions import Frame
from projections.month import Month
from projections.training_minutes import attended


def _work(name: str) -> Callable[[Month], Frame]:
    return lambda month: quality_work.parts_of_work(month)[name]


CENTRE_TABLES: dict[str, Callable[[Month], Frame]] = {
    "seated": adherence.seated,
    "violations": conduct.violations,
    "briefings_held": conduct.briefings_held,
    "without_briefing": conduct.without_briefing,
    "without_handover": conduct.without_handover,
    "punched_by_other": conduct.punched_by_other,
    "monitored in weeks": monitoring_plan.monitored,
    "monitoring due": monitoring_plan.due,
    "trainings attended": attended,
    **{f"work {name}": _work(name) for name in quality_work.COUNTS},
}
