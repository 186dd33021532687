"""Importing a file: dropped or chosen, sent on as it comes, followed while it is recorded, and what was refused."""

from typing import Any

from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.console.form_submission import chosen_file
from api.console.hr.line_words import mapping_name, refused_because
from api.console.hr.waiting_files import checked_address
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.doubts import doubt_sentence
from api.operations.import_options import MAPPING, ImportOptions
from api.operations.import_reversals import kept_imports
from api.operations.imports import IMPORT, import_file
from api.operations.jobs import Job, job
from api.operations.ledger import ledger
from api.operations.reference_data import mappings, template, templates
from api.operations.waiting_files import FileChoices, keep_file
from api.problems import Problem
from api.service.transport.uploads import received_form
from api.words.line_numbers import line_numbers
from ledger.labels import label

room = Room()

_IMPORT = "import"
_SHEET, _OWN_MAPPING = "sheet", "own"
_TYPED = ("form", "set", "sheet", "encoding", "device", "trust_direction", "dry_run", "strict")
_SHOWN_ISSUES = 200
_SHOWN_IMPORTS = 20
FORMATS_NAMED = ("interchange", "zkteco", "sheet", "typed")


@room.get("/hr/imports")
def imports(visit: Visit) -> Response:
    """The page on which a file is dropped."""
    return _form(visit, dict.fromkeys(_TYPED, ""))


@room.post("/hr/imports", operation=_IMPORT)
def send(visit: Visit) -> Response:
    """Send a file on to the ledger."""
    form = visit.sent
    typed = {name: str(form.get(name, "")) for name in _TYPED}
    try:
        file = chosen_file(visit, "file")
        if file is None:
            raise Problem("invalid", visit.says("No file was chosen; drop one, or choose one."))
        if not typed["form"]:
            return visit.go(_looked_at(visit, typed, file))
        return visit.go(f"/hr/imports/{_sent(visit, typed, file).id}")
    except Problem as problem:
        return _form(visit, typed, problem)


def _looked_at(visit: Visit, typed: dict[str, str], file: UploadFile) -> str:
    """Keep a file to be looked at, whose type is found from its content; the page that shows it."""
    chosen = FileChoices(encoding=typed["encoding"].strip(), strict=bool(typed["strict"]))
    with received_form(file, {}) as received:
        return checked_address(visit, keep_file(visit.context, received, chosen))


def _sent(visit: Visit, typed: dict[str, str], file: UploadFile) -> Job:
    options, beside = _options_of(visit, typed), {}
    if typed["form"] == _OWN_MAPPING:
        mapping = chosen_file(visit, MAPPING)
        if mapping is None:
            raise Problem("invalid", visit.says("The mapping is missing; choose its file beside the sheet."))
        beside[MAPPING] = mapping
    with received_form(file, beside) as received:
        return import_file(visit.context, options, received).answer


def _options_of(visit: Visit, typed: dict[str, str]) -> ImportOptions:
    chosen, pairs = typed["form"], typed["set"].split()
    for pair in pairs:
        if not all(pair.partition("=")):
            sentence = visit.says(
                "The column for all rows is %(given)s; enter NAME=VALUE, such as period=2026-10.",
                given=pair[:40],
            )
            raise Problem("invalid", sentence)
    shipped = chosen.removeprefix("map:") if chosen.startswith("map:") else ""
    is_sheet = bool(shipped) or chosen == _OWN_MAPPING
    return ImportOptions(
        format=_SHEET if is_sheet else chosen,
        map=shipped,
        set=pairs,
        sheet=[name.strip() for name in typed["sheet"].splitlines() if name.strip()] if is_sheet else [],
        encoding=typed["encoding"].strip() if is_sheet else "",
        device=typed["device"].strip() if chosen == "zkteco" else "",
        trust_direction=bool(typed["trust_direction"]),
        dry_run=bool(typed["dry_run"]),
        strict=bool(typed["strict"]),
    )


def _form(visit: Visit, typed: dict[str, str], problem: Problem | None = None) -> Response:
    shipped = mappings(visit.context).mappings
    offered = templates(visit.context).templates
    named = [(each.name, mapping_name(each.name, each.title, visit.language)) for each in shipped]
    return visit.page(
        "hr/imports.html",
        status=200 if problem is None else problem.kind.status,
        typed=typed,
        mappings=named,
        templates={each.name: label("template", each.name, visit.language) for each in offered},
        formats={name: label("file format", name, visit.language) for name in FORMATS_NAMED},
        kept=kept_imports(visit.context).imports[:_SHOWN_IMPORTS],
        may_import=visit.may(_IMPORT) is not None,
        zone=_zone(visit),
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _zone(visit: Visit) -> str:
    """The site's time zone; before there is a site, UTC."""
    site = ledger(visit.context).site
    return "UTC" if site is None else str(site["time_zone"])


@room.get("/hr/imports/templates/{name}")
def sheet_template(visit: Visit) -> Response:
    """An empty sheet to fill in, in the visitor's language."""
    made = template(visit.context, visit.path["name"], visit.language.value, "xlsx")
    return Response(made.content, media_type=made.media_type, headers=made.headers)


@room.get("/hr/imports/{job}")
def import_job(visit: Visit) -> Response:
    """How far an import has come, and what it answered."""
    found = job(visit.context, visit.path["job"], IMPORT)
    answer = found.answer or {}
    told = _told_once(answer.get("issues", []))
    issues = [
        issue | {"why": refused_because(issue["code"], issue["message"], visit.language)}
        for issue in told[:_SHOWN_ISSUES]
    ]
    more = sum(issue["times"] for issue in told[_SHOWN_ISSUES:])
    doubts = [
        {"line": each["line"], "more": each.get("more", 0), "message": doubt_sentence(each, visit.language)}
        for each in answer.get("doubts", [])[:_SHOWN_ISSUES]
    ]
    return visit.page("hr/import_job.html", job=found, answer=answer, issues=issues, more=more, doubts=doubts)


def _told_once(issues: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each reason, with the lines that it is of and how many times it is said."""
    lines: dict[tuple[str, str], list[int]] = {}
    for issue in issues:
        lines.setdefault((issue["code"], issue["message"]), []).append(issue["line"])
    return [
        {"code": code, "message": message, "lines": line_numbers(numbers), "times": len(numbers)}
        for (code, message), numbers in lines.items()
    ]
