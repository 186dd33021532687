"""One record: what was recorded, what followed, the form of what follows next, and the way to take it back."""

from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from api.console.form_submission import new_key
from api.console.problems import refusal_of
from api.console.records.field_values import blank
from api.console.records.record_kinds import called, follower_of, form_path, is_recorded_here, worked_on
from api.console.records.record_lists import PATH, fields_told, model_of, standing_of
from api.console.records.submission import RecordForm, Shown, sent
from api.console.rooms import Room
from api.console.visit import Visit
from api.console.workflows import Thread
from api.operations.fact_reversals import may_be_undone, undo
from api.operations.facts import fact, voided_among
from api.operations.records import Recorded
from api.operations.workflows import workflow
from api.problems import Problem
from ledger.facts import KINDS
from ledger.facts.base import Fact

room = Room()


@room.get(f"{PATH}/{{kind}}/{{number}}")
def record_page(visit: Visit) -> Response:
    """One record: what opened it, what followed, and the form of what follows next."""
    model = model_of(visit)
    form = _form(visit, model)
    return _page(visit, model, form, Shown({} if form is None else blank(visit, form.fields)))


@room.post(f"{PATH}/{{kind}}/{{number}}")
def follow(visit: Visit) -> Response:
    """Record what follows a workflow."""
    model = model_of(visit)
    form = _form(visit, model)
    if form is None:
        raise Problem("not-permitted", visit.says("Your role does not record this; ask whoever keeps these records."))
    found = sent(form)
    if isinstance(found, Shown):
        return _page(visit, model, form, found)
    if not isinstance(found, Recorded):
        return found
    return visit.go(form.path, done=visit.says("Recorded: %(kind)s.", kind=called(visit, found.kind)))


@room.post(f"{PATH}/{{kind}}/{{number}}/undo")
def take_back(visit: Visit) -> Response:
    """Take a record back, as long as nothing rests on it."""
    model = model_of(visit)
    found = _thread(visit, model)
    key, fact_id = str(visit.sent.get("key", "")), str(found.opened["id"])
    path = f"{PATH}/{model.kind}/{quote(visit.path['number'], safe='')}"
    try:
        done = undo(visit.keyed(key, fact_id), fact_id, visit.says("undone")).answer
    except Problem as problem:
        return visit.go(path, wrong=refusal_of(problem, visit.language).sentence)
    name = called(visit, model.kind)
    if done.already:
        return visit.go(path, done=visit.says("It was taken back before: %(kind)s.", kind=name))
    return visit.go(path, done=visit.says("Taken back: %(kind)s. It counts for nothing.", kind=name))


def record_path(visit: Visit, found: Recorded) -> str:
    """Where what was recorded is shown: its page, or the list of records for whoever may not read it."""
    model = KINDS[found.kind]
    if visit.may(f"read {found.kind}") is None:
        return PATH
    if follower_of(model) is None:
        return f"{PATH}/{found.kind}/{found.id}"
    number = fact(visit.context, found.id)[model.natural_key[0]]
    return f"{PATH}/{found.kind}/{quote(str(number), safe='')}"


def _form(visit: Visit, model: type[Fact]) -> RecordForm | None:
    """The form of what follows; None where nothing does, or it is not for whoever visits to record it."""
    follower, number = follower_of(model), visit.path["number"]
    extent = None if follower is None else visit.may(f"record {follower.kind}")
    if follower is None or extent is None:
        return None
    path = f"{PATH}/{model.kind}/{quote(number, safe='')}"
    return RecordForm(visit, follower, extent, path, {follower.natural_key[0]: number})


def _page(visit: Visit, model: type[Fact], form: RecordForm | None, again: Shown) -> Response:
    found, zone, people = _thread(visit, model), visit.zone, visit.names_seen()
    return visit.page(
        "records/record.html",
        status=again.status,
        refusal=again.refusal(visit),
        model_kind=model.kind,
        model_label=called(visit, model.kind),
        is_workflow=follower_of(model) is not None,
        thread=found,
        standing=standing_of(found),
        zone=zone,
        opened=fields_told(visit, found.opened, people, zone),
        followed=[(each, fields_told(visit, each, people, zone)) for each in found.followed],
        next=None if form is None else form.parts(again.given, again.key),
        again=_again(visit, model, found),
        worked_on=worked_on(visit, model.kind, found.number),
        is_void=found.opened["position"] in voided_among(visit.context, [found.opened]),
        may_undo=may_be_undone(visit.context, str(found.opened["id"])),
        undo_key=new_key(),
    )


def _again(visit: Visit, model: type[Fact], found: Thread) -> str:
    """The address of the form that records a ↻ fact anew, filled in with it."""
    if not model.supersedes or not is_recorded_here(visit, model.kind):
        return ""
    return form_path(model.kind, like=str(found.opened["id"]))


def _thread(visit: Visit, model: type[Fact]) -> Thread:
    """What an address names. Raises Problem where there is none within reach."""
    number = visit.path["number"]
    if follower_of(model) is not None:
        told: Any = workflow(visit.context, model.kind, number)
        return Thread(number, told["opened"], list(told["followed"]))
    opened = fact(visit.context, number)
    if opened["kind"] != model.kind:
        raise Problem("not-found", visit.says("There is no such record; choose one from the list."))
    return Thread(number, opened)
