"""The form of any kind of fact, made from its model; of a kind with a page of its own, the way there."""

from typing import Any

from starlette.responses import Response

from api.console.records.field_values import blank, filled
from api.console.records.record_kinds import BETTER_PAGES, called, is_recorded_here
from api.console.records.record_lists import PATH, no_such_list
from api.console.records.record_page import record_path
from api.console.records.submission import RecordForm, Shown, sent
from api.console.rooms import Room
from api.console.visit import Visit
from api.operations.facts import fact
from api.operations.records import Recorded
from api.problems import Problem
from ledger.facts import KINDS

room = Room()
_DUPLICATE = "duplicate"


@room.get(f"{PATH}/{{kind}}/new")
def new_record(visit: Visit) -> Response:
    """The form of a kind, filled in as far as the address says, or with a fact that is recorded again."""
    better = BETTER_PAGES.get(visit.path["kind"])
    form = _form(visit)
    if better is not None:
        return visit.go(better)
    return _page(form, Shown(_first(form)))


@room.post(f"{PATH}/{{kind}}/new")
def record(visit: Visit) -> Response:
    """Record a fact of a kind, once what it would do was looked at where that has to be."""
    form = _form(visit)
    found = sent(form)
    if isinstance(found, Shown):
        return _page(form, found)
    return recorded(visit, found) if isinstance(found, Recorded) else found


def recorded(visit: Visit, found: Recorded) -> Response:
    """On to what was recorded, and what is said of it."""
    name = called(visit, found.kind)
    if found.status == _DUPLICATE:
        done = visit.says("This was recorded before, and is not recorded twice: %(kind)s.", kind=name)
    else:
        done = visit.says("Recorded: %(kind)s.", kind=name)
    return visit.go(record_path(visit, found), done=done)


def _form(visit: Visit) -> RecordForm:
    """The form of a kind. Raises Problem where there is none, or not for whoever visits."""
    kind = visit.path["kind"]
    if kind not in KINDS or KINDS[kind].by_command or KINDS[kind].follows is not None:
        raise no_such_list(visit)
    if not is_recorded_here(visit, kind):
        raise Problem("not-permitted", visit.says("Your role does not record this; ask whoever keeps these records."))
    extent = visit.may(f"record {kind}")
    assert extent is not None
    return RecordForm(visit, KINDS[kind], extent, f"{PATH}/{kind}/new")


def _first(form: RecordForm) -> dict[str, Any]:
    visit = form.visit
    given = blank(visit, form.fields)
    if "like" not in visit.query:
        return given
    before = fact(visit.context, visit.query["like"])
    if before["kind"] != form.model.kind:
        raise no_such_list(visit)
    return given | filled(visit, form.fields, before, form.people)


def _page(form: RecordForm, again: Shown) -> Response:
    visit = form.visit
    return visit.page(
        "records/record_form.html",
        status=again.status,
        refusal=again.refusal(visit),
        may_read=visit.may(f"read {form.model.kind}") is not None,
        **form.parts(again.given, again.key),
    )
