"""The measured centre with forms for everyone: each review becomes a metric and an appraisal (S6.2a)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

_COMPONENTS = {"work_review": "work", "behaviour_review": "behaviour"}
_ROLES = ("csr", "team_leader", "qa", "manager")
_COUNTED = {"work": "ledger.work_errors", "behaviour": "ledger.late_times"}
_BY_VALUE = (("95", "40"), ("80", "32"), ("60", "20"))
_BY_COUNT = (("0", "20"), ("2", "10"))


def with_forms(lines: Iterable[str]) -> Iterator[str]:
    """The lines of a file of facts, NDJSON; the forms stand before the first review."""
    published = False
    for line in lines:
        fact = json.loads(line)
        component = _COMPONENTS.get(fact["kind"])
        if component is None:
            yield line
            continue
        if not published:
            yield from (_line(_form(each)) for each in _COUNTED)
            published = True
        yield from map(_line, _appraised(component, fact))


def _line(fact: dict[str, Any]) -> str:
    return json.dumps(fact, ensure_ascii=False) + "\n"


def _form(component: str) -> dict[str, Any]:
    by_value = [{"at_least": value, "points": points} for value, points in _BY_VALUE]
    by_count = [{"at_most": count, "points": points} for count, points in _BY_COUNT]
    items = [
        {"item": "flow", "max": "40", "source": "judged"},
        {"item": "quality", "max": "40", "source": "metric", "metric": f"{component}_quality", "scale": by_value},
        {"item": "counted", "max": "20", "source": "metric", "metric": _COUNTED[component], "scale": by_count},
    ]
    form = {"kind": "appraisal_form", "form": component, "version": 1, "component": component}
    return form | {"roles": list(_ROLES), "items": items}


def _appraised(component: str, review: dict[str, Any]) -> Iterator[dict[str, Any]]:
    of = {"employee": review["employee"], "period": review["period"]}
    yield {"kind": "metric", **of, "metric": f"{component}_quality", "value": review["score"]}
    judged = int(review["score"].partition(".")[0]) * 2 // 5
    appraisal = {"kind": "appraisal", **of, "component": component, "stage": "final", "form": component, "version": 1}
    yield appraisal | {"points": {"flow": str(judged)}, "evaluator": review["evaluator"], "at": review["at"]}
