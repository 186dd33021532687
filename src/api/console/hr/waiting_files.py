"""A file before it is imported: what it was taken for, its rows with what is wrong marked, mended where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from api.console.consequences import told_consequences
from api.console.form_submission import new_key, typed
from api.console.hr.line_words import mapping_name
from api.console.hr.sheet_view import ROWS, mended_cells, sheets_shown
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.consequences import Consequences
from api.operations.doubts import doubt_sentence
from api.operations.imports import IMPORT
from api.operations.jobs import Job, cancel_job, job
from api.operations.reference_data import mappings
from api.operations.waiting_files import (
    FileChoices,
    WaitingFile,
    check_file,
    discard_file,
    import_waiting,
    mend_file,
    waiting_file,
)
from api.problems import Problem
from api.words.fact_words import field_label
from api.words.language import Language

room = Room()
PATH = "/hr/imports/files"
_GIVEN = "given."
_SHOWN_DOUBTS = 20
_CELLS = "cells"


@room.get(f"{PATH}/{{id}}")
def show(visit: Visit) -> Response:
    """A file that waits, with what a check of it found."""
    return _page(visit, visit.path["id"])


@room.post(f"{PATH}/{{id}}")
def mend(visit: Visit) -> Response:
    """Take over what was mended and chosen, and check all of it again."""
    number = visit.path["id"]
    file = waiting_file(visit.context, number)
    cells = mended_cells(visit.sent, file.tables)
    chosen = _chosen(visit, file)
    try:
        mend_file(visit.context, number, cells, chosen)
        return visit.go(checked_address(visit, number))
    except Problem as problem:
        return _page(visit, number, problem)


@room.post(f"{PATH}/{{id}}/import")
def record(visit: Visit) -> Response:
    """Import a file that waits, as it stands."""
    number, key = visit.path["id"], typed(visit, "key")["key"]
    try:
        begun = import_waiting(visit.keyed(key), number).answer
    except Problem as problem:
        return _page(visit, number, problem)
    return visit.go(f"/hr/imports/{begun.id}")


@room.post(f"{PATH}/{{id}}/discard")
def discard(visit: Visit) -> Response:
    """Let a file go that was not imported."""
    discard_file(visit.context, visit.path["id"])
    return visit.go("/hr/imports", done=visit.says("The file was discarded; nothing was recorded."))


@room.post("/hr/imports/{job}/cancel")
def cancel(visit: Visit) -> Response:
    """Stop an import, or a check, between two of its steps."""
    cancel_job(visit.context, visit.path["job"])
    return visit.go(f"/hr/imports/{visit.path['job']}")


def checked_address(visit: Visit, number: str) -> str:
    """Begin to check a file, where it is known how it is read; the page that shows what is found."""
    file = waiting_file(visit.context, number)
    if not file.choices.form or file.unread:
        return f"{PATH}/{number}"
    return f"{PATH}/{number}?job={check_file(visit.context, number).id}"


def _chosen(visit: Visit, file: WaitingFile) -> FileChoices:
    """What was chosen of how the file is read; what the form does not have stays."""
    sent, choices = visit.sent, file.choices
    if "form" not in sent:
        return choices
    given = {name.removeprefix(_GIVEN): str(value).strip() for name, value in sent.items() if name.startswith(_GIVEN)}
    more, text = (str(sent.get(name, "")).strip() for name in ("more_column", "more_text"))
    told = typed(visit, "form", "sheet", "encoding", "device")
    return replace(
        choices,
        form=told["form"],
        given={name: value for name, value in {**given, more: text}.items() if name and value},
        sheet=[name.strip() for name in told["sheet"].splitlines() if name.strip()],
        encoding=told["encoding"],
        device=told["device"],
        trust_direction="trust_direction" in sent,
        strict="strict" in sent,
    )


def _page(visit: Visit, number: str, problem: Problem | None = None) -> Response:
    file = waiting_file(visit.context, number)
    check = _check(visit)
    answer: Mapping[str, Any] = (check.answer or {}) if check is not None and check.state == "finished" else {}
    issues = answer.get("issues", [])
    wrong_only = bool(issues) and visit.query.get("rows") != "all"
    start = int(text) if (text := visit.query.get("start", "0")).isdigit() and len(text) < len(str(ROWS)) * 4 else 0
    shown = sheets_shown(
        file.tables,
        issues,
        visit.language,
        start,
        wrong_only=wrong_only,
        not_read=answer.get("sheets_not_read", []) if len(file.tables) > 1 else [],
    )
    return visit.page(
        "hr/waiting_file.html",
        status=200 if problem is None else problem.kind.status,
        file=file,
        check=check,
        answer=answer,
        failed=_failed(visit, file, check),
        sheets=shown,
        wrong_only=wrong_only,
        start=start,
        following=start + ROWS if any(each.count > start + ROWS for each in shown) else None,
        given=_given(visit, file),
        columns={name: _heading(visit, name, words) for name, words in file.columns.items()},
        found=[(each, _form_name(visit, each.form)) for each in file.found],
        form_name=_form_name(visit, file.choices.form),
        forms=_forms(visit),
        told=_consequences(visit, answer),
        doubts=[(each["line"], doubt_sentence(each, visit.language)) for each in answer.get("doubts", [])][
            :_SHOWN_DOUBTS
        ],
        key=new_key(),
        editable=check is None or check.state != "running",
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _consequences(visit: Visit, answer: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What the file would do, for a page; None where that was not computed."""
    found = answer.get("consequences")
    return None if found is None else told_consequences(visit, Consequences.model_validate(found))


def _check(visit: Visit) -> Job | None:
    number = visit.query.get("job")
    return None if number is None else job(visit.context, number, IMPORT)


def _failed(visit: Visit, file: WaitingFile, check: Job | None) -> Any:
    """Why the file cannot be read as was chosen, for a page; None where it can."""
    sentence = file.unread
    if check is not None and check.state == "failed":
        sentence = str((check.answer or {}).get("problem", ""))
    return refusal_of(Problem("refused", sentence), visit.language) if sentence else None


def _given(visit: Visit, file: WaitingFile) -> list[tuple[str, str, str]]:
    """The columns that are given for all rows, or have to be: name, heading and text."""
    chosen = next((each for each in file.found if each.form == file.choices.form), None)
    names = dict.fromkeys((*(chosen.missing if chosen else ()), *file.choices.given))
    return [
        (name, _heading(visit, name, file.columns.get(name, ())), file.choices.given.get(name, "")) for name in names
    ]


def _heading(visit: Visit, name: str, words: Sequence[str]) -> str:
    """What a column is called in the language of the visit."""
    english = visit.language is Language.ENGLISH
    return next((word for word in words if word.isascii() is english), field_label(name, visit.language))


def _forms(visit: Visit) -> list[tuple[str, str]]:
    shipped = mappings(visit.context).mappings
    named = [(f"map:{each.name}", mapping_name(each.name, each.title, visit.language)) for each in shipped]
    return [*named, *((form, _form_name(visit, form)) for form in ("interchange", "zkteco"))]


def _form_name(visit: Visit, form: str) -> str:
    if form == "interchange":
        return visit.says("Facts, one JSON object a line (also an export)")
    if form == "zkteco":
        return visit.says("Punches of a ZKTeco device (attlog)")
    name = form.removeprefix("map:")
    title = next((each.title for each in mappings(visit.context).mappings if each.name == name), "")
    return mapping_name(name, title, visit.language) if title else ""
