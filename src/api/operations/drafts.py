"""What if, by a draft of an appraisal form or of an award theme: who would move, without pay for who may not see it."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, TypeVar

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from api.auth.principals import sees_pay
from api.comparisons import what_if_json
from api.operations.answer import Answer, Asked, Deferred
from api.operations.context import Context
from api.operations.movements import ComparedRow, MovedFigure, MovedLine
from api.operations.operation import operation
from api.service.observability.access_log import Access
from ledger.facts.appraisals import AppraisalForm
from ledger.facts.awards import Theme
from ledger.facts.base import Fact
from ledger.facts.interchange_line import read_object
from ledger.refusal import RefusedError, UsageError
from ledger.roles import Role
from projections.comparison import WhatIf as Found
from projections.comparison import what_if_form as form_what_if
from projections.comparison import what_if_theme as theme_what_if
from projections.engine import Engine
from projections.journal import JournalReader
from projections.pay.pay_lines import PAY_LINES
from projections.reports import REPORTS

_Form = Annotated[dict[str, Any], WithJsonSchema({"allOf": [{"$ref": "#/components/schemas/AppraisalFormFact"}]})]
_Theme = Annotated[dict[str, Any], WithJsonSchema({"allOf": [{"$ref": "#/components/schemas/ThemeFact"}]})]
_FORM_EXAMPLE: dict[str, JsonValue] = {
    "form": "csr-work",
    "version": 3,
    "component": "work",
    "roles": ["csr"],
    "items": [{"item": "quality", "max": "100.00", "source": "judged"}],
}
_THEME_EXAMPLE: dict[str, JsonValue] = {
    "theme": "quick",
    "from": "2026-10",
    "name": "Quick answers",
    "amount": "200.00",
    "by": "metric",
    "metric": "ledger.call_score",
    "best": "highest",
}
_BESIDE_PAY = frozenset(
    {
        *("rank", "total", "quarter_rank", "lieu_closing", "deficit_closing"),
        *(name for name, line in PAY_LINES.items() if line.report and Role.MANAGER in REPORTS[line.report].readers),
    }
)
"""The figures of reports that are for managers too; an award's are named after its theme."""
_Draft = TypeVar("_Draft", bound=Fact)
_Try = Callable[[JournalReader, Engine, str, int, _Draft], Found]


class ProposedForm(Asked):
    """A version of an appraisal form that is not recorded yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"form": _FORM_EXAMPLE}]})

    form: _Form = Field(description="A version of an appraisal form that is not recorded yet.")
    as_of: str | None = Field(None, min_length=1, max_length=100)


class ProposedTheme(Asked):
    """An award theme that is not recorded yet."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"theme": _THEME_EXAMPLE}]})

    theme: _Theme = Field(description="An award theme that is not recorded yet.")
    as_of: str | None = Field(None, min_length=1, max_length=100)


class DraftWhatIf(Answer):
    """Who would move by a draft. To who may not see pay, what tells pay is null or left out."""

    period: str
    position: int
    rules: str = Field(description="The draft: a form with its version, or a theme with the period it is from.")
    caution: None = None
    before: str | None
    after: str | None
    cost: str | None
    winners: int | None
    losers: int | None
    lines: list[MovedLine]
    moved: list[MovedFigure]
    rows: list[ComparedRow]


@operation("try drafts")
def what_if_form(context: Context, period: str, proposed: ProposedForm) -> Deferred[DraftWhatIf]:
    """Who would move if the appraisals of a period were by a draft of their form, to be computed; the look is logged.

    Raises UsageError for a draft that could not be recorded or that nobody was appraised by.
    """
    draft = _draft_of(AppraisalForm, proposed.form)
    return _tried(context, period, proposed.as_of, draft, f"{draft.form} {draft.version_}", form_what_if)


@operation("try drafts")
def what_if_theme(context: Context, period: str, proposed: ProposedTheme) -> Deferred[DraftWhatIf]:
    """Who would win a theme if a period had it as it is drafted, to be computed; the look is logged.

    Raises UsageError for a draft that could not be recorded, or is from a later period.
    """
    draft = _draft_of(Theme, proposed.theme)
    return _tried(context, period, proposed.as_of, draft, f"{draft.theme} {draft.from_}", theme_what_if)


def _tried(
    context: Context, period: str, as_of: str | None, draft: _Draft, called: str, attempt: _Try[_Draft]
) -> Deferred[DraftWhatIf]:
    room, position, with_pay = context.resources.room, context.position(as_of), sees_pay(context.principal)

    def work() -> DraftWhatIf:
        with room.reader() as reader:
            found = attempt(reader, room.engine, period, position, draft)
        if not with_pay:
            found = found.without_pay()
        told = what_if_json(found, {"period": period, "position": position, "rules": called})
        return DraftWhatIf.model_validate(told if with_pay else _without_pay(told))

    context.note(Access("try drafts", "", period, context.ledger.facts.last_position()))
    return Deferred(f"what-if {period}", work)


def _without_pay(told: Mapping[str, Any]) -> dict[str, Any]:
    shown = {
        name: [each for each in told[name] if each["figure"].partition(":")[0] in _BESIDE_PAY]
        for name in ("lines", "moved")
    }
    return {**told, **dict.fromkeys(("before", "after", "cost", "winners", "losers")), **shown}


def _draft_of(model: type[_Draft], given: Mapping[str, Any]) -> _Draft:
    """The draft as a fact. Raises UsageError where it is not one."""
    try:
        fact = read_object({**given, "kind": model.kind})
    except RefusedError as error:
        raise UsageError(error.refusal.message) from None
    assert isinstance(fact, model)
    return fact
