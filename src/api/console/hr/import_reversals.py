"""An import taken back: what that does is said first, and then it is done with a reason, all or nothing."""

from collections.abc import Mapping

from starlette.responses import Response

from api.console.form_submission import filled_in, invalid, new_key, typed
from api.console.problems import refusal_of
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.import_reversals import KeptImport, ReversalReason, kept_imports, undo_import
from api.problems import Problem
from api.words.translation import marked

room = Room()


@room.get("/hr/imports/{import_id}/undo")
def ask(visit: Visit) -> Response:
    """What undoing an import does, and the form for it."""
    return _page(visit, {})


@room.post("/hr/imports/{import_id}/undo")
def undo(visit: Visit) -> Response:
    """Undo an import."""
    given = typed(visit, "reason", "key")
    try:
        if not given["reason"]:
            raise invalid(visit, marked("The reason is missing; say why the import is undone."))
        context = visit.keyed(given["key"], given["reason"])
        done = undo_import(context, visit.path["import_id"], filled_in(ReversalReason, reason=given["reason"])).answer
    except Problem as problem:
        return _page(visit, given, problem)
    sentence = visit.says(
        "The import is undone: voided %(voided)s, cancelled or withdrawn %(ended)s, taken back before %(already)s.",
        voided=done.voided,
        ended=done.ended,
        already=done.already,
    )
    if not done.late:
        return visit.go("/hr/imports", done=sentence)
    late = visit.says("Dated in closed periods, and adjusted in the next closing: %(late)s.", late=done.late)
    return visit.go("/hr/imports", done=f"{sentence} {late}")


def _page(visit: Visit, given: Mapping[str, str], problem: Problem | None = None) -> Response:
    return visit.page(
        "hr/import_reversal.html",
        status=200 if problem is None else problem.kind.status,
        kept=_kept(visit),
        given={"reason": ""} | dict(given),
        key=new_key(),
        zone=visit.zone,
        refusal=None if problem is None else refusal_of(problem, visit.language),
    )


def _kept(visit: Visit) -> KeptImport:
    """The import of the address. Raises Problem where it is not among the latest."""
    asked = visit.path["import_id"]
    found = next((each for each in kept_imports(visit.context).imports if each.import_id.startswith(asked)), None)
    if found is None:
        raise Problem("not-found", visit.says("Unknown import; choose one from the list of imports."))
    return found
