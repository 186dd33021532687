"""A form of a fact that was sent: read, recorded once, and shown again where something is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from starlette.responses import Response

from api.auth.principals import Extent
from api.console.consequences import foreseen, told_consequences
from api.console.form_submission import REASON, new_key, number_of, record_form, was_sent
from api.console.plausibility import refuse_doubts, refuse_implausible
from api.console.problems import refusal_of
from api.console.records.field_values import read, typed
from api.console.records.form_fields import FactField, fact_fields, own_number_of
from api.console.records.form_parts import shown
from api.console.records.people_in_reach import PeopleInReach
from api.console.records.record_kinds import KINDS_SHOWN, called
from api.console.records.record_lists import PATH, fields_told
from api.console.visit import Visit
from api.console.wall_time import site_now
from api.operations.entries import Entry
from api.operations.records import Recorded
from api.problems import Problem
from ledger.facts.base import Fact

_BACK_TO_FORM = ("more", "change")
"""The buttons that show the form again, with more rows or to change it, and send nothing off."""
_LOOKED = "looked"
"""What was looked at before it is recorded: a digest of what was typed."""
_FIGURES = "figures"
"""What asks for the figures too, which take reports."""
_HIDDEN = ("csrf", _LOOKED, _FIGURES, REASON, *_BACK_TO_FORM)
_SENT_BEFORE = "key-reused"


@dataclass(frozen=True)
class RecordForm:
    """The form of a kind for whoever visits."""

    visit: Visit
    model: type[Fact]
    extent: Extent
    path: str
    """Where it is sent to."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """The fields that its page says, such as the workflow that is followed."""

    @property
    def fields(self) -> tuple[FactField, ...]:
        """The fields to fill in: not those that its page says, nor the number that what is new is given."""
        number = own_number_of(self.model)
        return fact_fields(self.model, *self.fixed, *(() if number is None else (number,)))

    @property
    def people(self) -> PeopleInReach:
        """Whom it may name."""
        return PeopleInReach(self.visit, self.extent)

    def parts(self, given: Mapping[str, Any], key: str = "") -> dict[str, Any]:
        """What its template is told."""
        fields = shown(self.visit, self.fields, given, self.people)
        return {
            "fields": fields,
            "label": called(self.visit, self.model.kind),
            "kind": self.model.kind,
            "path": self.path,
            "key": key or new_key(),
        }

    def typed(self) -> dict[str, Any]:
        """What was filled in, as it was typed."""
        return typed(self.visit.sent, self.fields)

    def content(self, given: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The fields of the fact. Raises Problem where something is missing, or not of its form."""
        content = {**self.fixed, **read(self.visit, self.fields, given, self.people)}
        number = own_number_of(self.model)
        if number is not None:
            content[number] = number_of(prefix(self.model), site_now(self.visit), key)
        return content


@dataclass(frozen=True)
class Shown:
    """A form that has to be shown again: what was typed, and what is wrong with it, if anything is."""

    given: Mapping[str, Any]
    problem: Problem | None = None
    key: str = ""

    @property
    def status(self) -> int:
        """The status of the answer."""
        return 200 if self.problem is None else self.problem.kind.status

    def refusal(self, visit: Visit) -> Any:
        """What is wrong, for a page."""
        return None if self.problem is None else refusal_of(self.problem, visit.language)


def prefix(model: type[Fact]) -> str:
    """How the numbers of a kind begin: by the first letters of its words, or the first two of one."""
    words = model.kind.split("_")
    return "".join(word[0] for word in words).upper() if len(words) > 1 else words[0][:2].upper()


def sent(form: RecordForm) -> Recorded | Shown | Response:
    """Record what was sent; or how the form is shown again, or what has to be looked at before it is recorded."""
    visit, given = form.visit, form.typed()
    key = str(visit.sent.get("key", "")) or new_key()
    if any(name in visit.sent for name in _BACK_TO_FORM):
        return Shown(given, key=key)
    try:
        content = form.content(given, key)
        if REASON not in visit.sent and was_sent(visit, form.model.kind, key, confirmed=True):
            return _sent_before(form)
        to_look_at = None if was_sent(visit, form.model.kind, key) else _to_look_at(form, content)
        if to_look_at is not None:
            return to_look_at
        return record_form(visit, form.model.kind, content, key, str(visit.sent.get("version", "")))
    except Problem as problem:
        if problem.kind.name != _SENT_BEFORE:
            return Shown(given, problem, key)
        told = visit.says("This form was recorded before, with other content. Send it again to record this as well.")
        return Shown(given, Problem("conflict", told))


def _sent_before(form: RecordForm) -> Response:
    """What is said of a form that was recorded with a reason, and is sent without one once more."""
    visit, kind = form.visit, form.model.kind
    may_read = visit.may(f"read {kind}") is not None and kind in KINDS_SHOWN
    said = visit.says("This was recorded before, and is not recorded twice: %(kind)s.", kind=called(visit, kind))
    return visit.go(f"{PATH}/{kind}" if may_read else PATH, done=said)


def _to_look_at(form: RecordForm, content: Mapping[str, Any]) -> Response | None:
    """What has to be looked at before it is recorded; None where nothing has, or it was. Raises Problem if refused."""
    visit, kind = form.visit, form.model.kind
    looked = sha256(repr(sorted(content.items(), key=lambda each: each[0])).encode()).hexdigest()
    with_figures = _FIGURES in visit.sent
    if visit.sent.get(_LOOKED) == looked and not with_figures:
        return None
    refuse_implausible(visit, kind, content)
    found = foreseen(visit, kind, [Entry(kind, content)], with_figures=with_figures)
    if with_figures and visit.wants_part:
        return visit.page("records/figures.html", told=told_consequences(visit, found))
    if found.recorded_before or not (found.ask or with_figures):
        return None
    refuse_doubts(visit, kind, [each.as_json() for each in found.doubts])
    return visit.page(
        "records/confirm.html",
        label=called(visit, kind),
        path=form.path,
        content=fields_told(visit, {"kind": kind, **content}, visit.people(), visit.zone),
        told=told_consequences(visit, found),
        with_figures=with_figures,
        looked=looked,
        sent=[
            (name, value) for name, value in visit.sent.multi_items() if name not in _HIDDEN and isinstance(value, str)
        ],
    )
