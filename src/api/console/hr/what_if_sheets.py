"""A what-if as a file: of a draft, of a set that is shipped, and of a job once it has ended."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from api.console.hr.drafts import proposed_rules
from api.console.hr.named_rule_sets import proposed_set
from api.console.hr.parameter_fields import WrongFieldError
from api.console.patience import in_time
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.attachment import attachment_headers
from api.operations.jobs import Job
from api.operations.report_forms import CSV, XLSX
from api.operations.what_if_files import what_if_file, what_if_of_job
from api.operations.what_ifs import ProposedRules, what_if
from api.problems import Problem

room = Room()


@room.post("/hr/rules/sheet")
def of_draft(visit: Visit) -> Response:
    """Who would win and lose by the draft."""
    try:
        proposed = proposed_rules(visit)
    except WrongFieldError as wrong:
        raise Problem("invalid", str(wrong)) from None
    return _tried(visit, proposed)


@room.post("/hr/named-rules/{name}/sheet")
def of_shipped(visit: Visit) -> Response:
    """What was paid beside what the set would have paid."""
    return _tried(visit, proposed_set(visit))


@room.get("/hr/comparisons/{job}/sheet")
def of_job(visit: Visit) -> Response:
    """What a job has found."""
    return _file(visit, what_if_of_job(visit.context, visit.path["job"]), visit.query.get("form", ""))


def _tried(visit: Visit, proposed: ProposedRules) -> Response:
    """The file; where it takes longer than a page may, the job's own page, which has it at the end."""
    period, form = str(visit.sent.get("period", "")), str(visit.sent.get("form", ""))
    found = in_time(visit, what_if(visit.context, period, proposed))
    return visit.go(f"/hr/comparisons/{found.id}") if isinstance(found, Job) else _file(visit, found, form)


def _file(visit: Visit, told: Mapping[str, Any], form: str) -> Response:
    media, ending = (CSV, "csv") if form == "csv" else (XLSX, "xlsx")
    content = what_if_file(visit.context, told, media, visit.language)
    return Response(content, media_type=media, headers=attachment_headers(f"what-if-{told['period']}.{ending}"))
