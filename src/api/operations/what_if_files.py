"""A what-if as a file for spreadsheets: CSV, or a workbook."""

from collections.abc import Mapping
from typing import Any

from api.operations.context import Context
from api.operations.jobs import job, no_job
from api.operations.operation import operation
from api.operations.people import names
from api.operations.report_forms import CSV, JSON, XLSX
from api.problems import Problem
from api.words.language import Language

WHAT_IF_FORMS = (JSON, CSV, XLSX)
"""The order of preference, where the client gives none."""
_FINISHED, _WHAT_IF = "finished", "what-if"


@operation("see jobs")
def what_if_of_job(context: Context, number: str) -> dict[str, Any]:
    """What a what-if that became a job has found. Raises Problem where there is none, or it has not ended."""
    found = job(context, number)
    if found.what.partition(" ")[0] != _WHAT_IF:
        raise no_job(number)
    if found.state != _FINISHED or found.answer is None:
        raise Problem("not-found", f"the what-if {number[:60]!r} has no answer to show; ask for the job itself")
    return dict(found.answer)


def what_if_file(context: Context, told: Mapping[str, Any], form: str, language: Language) -> bytes:
    """What a what-if has found, as `WhatIf` or `DraftWhatIf` has it, as CSV or as a workbook; the same bytes always."""
    from api.documents.what_if_sheets import what_if_text, what_if_workbook  # noqa: PLC0415 - only where it is asked for

    people = names(context)
    return what_if_text(told, people).encode() if form == CSV else what_if_workbook(told, people, language)
