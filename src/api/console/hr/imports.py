"""Importing a file: dropped or chosen, sent on as it comes, followed while it is recorded, and what was refused."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from starlette.datastructures import UploadFile
from starlette.responses import Response

from api.console.form_submission import chosen_file
from api.console.hr.line_words import mapping_name, refused_because
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.problems import Problem

room = Room()

_BLOCK = 1_048_576
_SHEET, _OWN_MAPPING = "sheet", "own"
_TYPED = ("form", "set", "device", "trust_direction", "dry_run")
_SHOWN_ISSUES = 200
_LARGEST_MAPPING = 131_072


@room.get("/hr/imports")
def imports(visit: Visit) -> Response:
    """The page on which a file is dropped."""
    return _form(visit, dict.fromkeys(_TYPED, "") | {"form": "interchange"})


@room.post("/hr/imports", operation="import")
def send(visit: Visit) -> Response:
    """Send a file on to the ledger."""
    form = visit.sent
    typed = {name: str(form.get(name, "")) for name in _TYPED}
    try:
        job = _sent(visit, typed)
    except Problem as problem:
        return _form(visit, typed, problem)
    return visit.go(f"/hr/imports/{job['id']}")


def _sent(visit: Visit, typed: dict[str, str]) -> dict[str, Any]:
    file = chosen_file(visit, "file")
    if file is None:
        raise Problem("invalid", visit.says("No file was chosen; drop one, or choose one."))
    query = _query_of(visit, typed)
    if typed["form"] == _OWN_MAPPING:
        mapping = chosen_file(visit, "mapping")
        if mapping is None:
            raise Problem("invalid", visit.says("The mapping is missing; choose its file beside the sheet."))
        parts: dict[str, Any] = {
            "file": (file.filename, file.file),
            "mapping": (mapping.filename, mapping.file.read(_LARGEST_MAPPING + 1)),
        }
        answer = visit.api.answer("POST", "/v1/imports", params=query, files=parts)
    else:
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.filename or '', safe='')}",
        }
        answer = visit.api.answer("POST", "/v1/imports", params=query, content=b"".join(_blocks(file)), headers=headers)
    found: dict[str, Any] = answer.json()
    return found


def _query_of(visit: Visit, typed: dict[str, str]) -> list[tuple[str, str]]:
    chosen = typed["form"]
    query = [("format", _SHEET if chosen.startswith("map:") or chosen == _OWN_MAPPING else chosen)]
    if chosen.startswith("map:"):
        query.append(("map", chosen.removeprefix("map:")))
    for pair in typed["set"].split():
        if not all(pair.partition("=")):
            sentence = visit.says(
                "The column for all rows is %(given)s; a name and a value with = between, such as period=2026-10, "
                "would be right.",
                given=pair[:40],
            )
            raise Problem("invalid", sentence)
        query.append(("set", pair))
    if typed["device"].strip() and chosen == "zkteco":
        query.append(("device", typed["device"].strip()))
    query += [(name, "true") for name in ("trust_direction", "dry_run") if typed[name]]
    return query


def _blocks(file: UploadFile) -> Iterator[bytes]:
    """The file, block by block: it is never whole in memory."""
    while block := file.file.read(_BLOCK):
        yield block


def _form(visit: Visit, typed: dict[str, str], problem: Problem | None = None) -> Response:
    shipped = (visit.api.get("/v1/mappings"))["mappings"]
    mappings = [(each["name"], mapping_name(each["name"], each["title"], visit.language)) for each in shipped]
    return visit.page(
        "hr/imports.html",
        status=200 if problem is None else problem.kind.status,
        typed=typed,
        mappings=mappings,
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


@room.get("/hr/imports/{job}")
def import_job(visit: Visit) -> Response:
    """How far an import has come, and what it answered."""
    job = visit.api.get(f"/v1/imports/{visit.path['job']}")
    answer = job["answer"] or {}
    issues = [
        issue | {"why": refused_because(issue["code"], visit.language)}
        for issue in answer.get("issues", [])[:_SHOWN_ISSUES]
    ]
    more = len(answer.get("issues", ())) - len(issues)
    return visit.page("hr/import_job.html", job=job, answer=answer, issues=issues, more=more)
