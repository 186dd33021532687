"""Rule sets that are shipped under a name: shown with their reasons, and adopted as one `rules` fact."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field, WithJsonSchema

from api.openapi.rule_schemas import PARAMETERS
from api.operations.answer import Answer, Asked, Done
from api.operations.context import Context
from api.operations.doubts import ToldDoubt
from api.operations.operation import operation
from api.operations.records import record
from api.words.language import Language
from api.words.named_rules import in_language
from ledger.facts.governance import Rules
from ledger.facts.types import PERIOD_PATTERN
from ledger.refusal import MissingError, UsageError
from ledger.ruleset import MANUAL, ParameterError, rule_set_of
from ledger.ruleset.named_sets import NamedSet, named_set, named_sets, own_parameters
from projections.calendar import period_number
from projections.journal import MANUAL_VERSION

Values = Annotated[dict[Annotated[str, Field(max_length=100)], Annotated[str, Field(max_length=10_000)]], Field()]
"""What a site states: by parameter, or by limit within one, a decimal as it is, anything else as JSON."""
_Parameters = Annotated[dict[str, Any], WithJsonSchema({"allOf": [{"$ref": f"#/components/schemas/{PARAMETERS}"}]})]
_Period = Annotated[str, Field(pattern=PERIOD_PATTERN)]
_Text = Annotated[str, Field(min_length=1, max_length=1_000, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]


class NamedRuleSetEntry(Answer):
    """A rule set that is shipped: what it is called, and what is to be known before it is used."""

    name: str
    title: str
    caution: str


class NamedRuleSets(Answer):
    """The rule sets that are shipped."""

    named_rules: list[NamedRuleSetEntry]


class NamedRow(Answer):
    """Some parameters of a named set with their values, why they have them, and the source."""

    values: dict[str, Any]
    why: str
    source: str


class NamedRuleSet(NamedRuleSetEntry):
    """A rule set that is shipped, with the reason of every value; `to_state` is what a site states itself."""

    basis: str
    to_state: list[str]
    rows: list[NamedRow]
    not_checked: list[str]
    parameters: _Parameters


class NewAdoption(Asked):
    """From which period a named set is to hold, and what the site states; `dry_run` records nothing."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "effective_period": "2026-10",
                    "values": {"minimum_wage": "2740.00", "minimum_hourly_wage": "25.00"},
                    "dry_run": True,
                }
            ]
        }
    )

    effective_period: _Period
    values: Values = Field(default_factory=dict)
    version: _Text | None = Field(None, description="The version; by default the set's name and the period.")
    reason: _Text | None = None
    dry_run: bool = False


class Adoption(Answer):
    """A named set as it is adopted: the `rules` fact, what it keeps of the rules before it, and what it goes before.

    `position` is null where nothing was recorded. `kept` are parameters of `over`, the rules that hold in the period
    till now, of which the named set says nothing. `ended` are sets of later periods that no longer hold.
    """

    name: str
    caution: str
    version: str
    effective_period: str
    parameters: _Parameters
    reason: str
    over: str
    kept: list[str]
    ended: list[str]
    position: int | None
    doubts: list[ToldDoubt]


@operation("see rules")
def named_rule_sets(_context: Context, language: str = Language.ENGLISH) -> NamedRuleSets:
    """The rule sets that are shipped."""
    found = (_named(name) for name in named_sets())
    return NamedRuleSets(
        named_rules=[
            NamedRuleSetEntry(
                name=each.name, title=in_language(each.title, language), caution=in_language(each.caution, language)
            )
            for each in found
        ]
    )


@operation("see rules")
def named_rule_set(_context: Context, name: str, language: str = Language.ENGLISH) -> NamedRuleSet:
    """A rule set that is shipped, with its table of reasons. Raises MissingError where there is none of that name."""
    found = _named(name)
    return NamedRuleSet(
        name=found.name,
        title=in_language(found.title, language),
        caution=in_language(found.caution, language),
        basis=in_language(found.basis, language),
        to_state=found.to_state({}),
        rows=[
            NamedRow(
                values={each: found.value(each) for each in row.parameters},
                why=in_language(row.why, language),
                source=in_language(row.source, language),
            )
            for row in found.reasons
        ],
        not_checked=[in_language(each, language) for each in found.not_checked],
        parameters=dict(found.parameters),
    )


@operation("record rules")
def adopt(context: Context, name: str, new: NewAdoption, language: str = Language.ENGLISH) -> Done[Adoption]:
    """Adopt a named set from a period on, as one `rules` fact over the rules that hold there till now.

    Raises MissingError for a name that is not shipped, UsageError for a period or a value that is wrong, or for what
    the site has to state and does not, and Problem where the fact is refused.
    """
    told = _adoption(context, _named(name), new, language)
    if new.dry_run:
        return Done(told)
    fields = ("version", "effective_period", "parameters", "reason")
    done = record(context, Rules, {field: getattr(told, field) for field in fields})
    became = {"position": done.answer.position, "doubts": done.answer.doubts}
    return Done(told.model_copy(update=became), done.status, done.location)


def _adoption(context: Context, found: NamedSet, new: NewAdoption, language: str) -> Adoption:
    """What would be recorded. Raises UsageError as `adopt` does."""
    parameters = stated_parameters(found, new.values)
    _refuse_missing(found, new)
    version = new.version or f"{found.name}-{new.effective_period}"
    if is_shipped(version):
        raise UsageError(f"{version} is what is shipped; give the version another name, such as {version}-1")
    with context.books() as books:
        others = [each for each in books.journal.rule_sets if each.version != version]
    held = rule_set_of(new.effective_period, others)
    own = own_parameters((MANUAL if held is None else held.rules).model_dump(mode="json"))
    return Adoption(
        name=found.name,
        caution=in_language(found.caution, language),
        version=version,
        effective_period=new.effective_period,
        parameters=own | parameters,
        reason=new.reason or found.reason,
        over=MANUAL_VERSION if held is None else held.version,
        kept=[each for each in own if each not in parameters],
        ended=[each.version for each in others if each.effective_period > new.effective_period],
        position=None,
        doubts=[],
    )


def _refuse_missing(found: NamedSet, new: NewAdoption) -> None:
    """Raises UsageError for what is not a period, and for what the site has to state and does not."""
    try:
        period_number(new.effective_period)
    except ValueError as error:
        raise UsageError(str(error)) from None
    missing = found.to_state(new.values)
    if missing:
        shipped = " ".join(f"{each}={found.value(f'compliance.{each}')}" for each in missing)
        raise UsageError(
            f"{found.name} needs {' and '.join(missing)}, which the site states as they are in {new.effective_period}; "
            f"give values, such as {shipped}"
        )


def stated_parameters(found: NamedSet, values: Values) -> dict[str, Any]:
    """The parameters of a named set with what a site states. Raises UsageError for a name or a value that is wrong."""
    try:
        return found.with_values(values)
    except ParameterError as error:
        raise UsageError(str(error)) from None


def is_shipped(name: str) -> bool:
    """Whether a rule set is shipped under a name."""
    return name in named_sets()


def _entry(found: NamedSet, language: str) -> NamedRuleSetEntry:
    title, caution = (in_language(words, language) for words in (found.title, found.caution))
    return NamedRuleSetEntry(name=found.name, title=title, caution=caution)


def _named(name: str) -> NamedSet:
    found = named_set(name)
    if found is None:
        raise MissingError(f"no rule set is shipped as {name[:60]!r}; there are: {', '.join(named_sets())}")
    return found
