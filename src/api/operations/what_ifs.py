"""What if: a period under rules that are not in force, who wins, who loses, line by line."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, JsonValue, WithJsonSchema

from api.comparisons import what_if_json
from api.openapi.rule_schemas import PARAMETERS
from api.operations.answer import Asked, Deferred
from api.operations.context import Context
from api.operations.movements import Movement
from api.operations.named_rule_sets import Values, is_shipped
from api.operations.operation import operation
from api.problems import Problem
from api.service.observability.access_log import Access
from api.words.language import Language
from api.words.named_rules import caution_of
from ledger.refusal import UsageError
from ledger.ruleset import ParameterError, RuleSet, read_parameters
from ledger.ruleset.named_sets import named_set
from projections.comparison import PROPOSED, paid_and_under
from projections.comparison import WhatIf as Found
from projections.comparison import what_if as what_if_under
from projections.replay import Replay

_RULES_OR_PARAMETERS: dict[str, JsonValue] = {
    "if": {"required": ["rules"], "properties": {"rules": {"type": "string"}}},
    "then": {"properties": {"parameters": {"type": "null"}}},
    "else": {"required": ["parameters"], "properties": {"parameters": {"type": "object"}}},
}
_Parameters = Annotated[dict[str, Any], WithJsonSchema({"$ref": f"#/components/schemas/{PARAMETERS}"})]

_Name = Annotated[str, Field(min_length=1, max_length=200)]


class ProposedRules(Asked):
    """The rules: a version on the ledger, or parameters; the rest is the manual's, or with `on_top` the period's.

    Or a rule set that is shipped, by its name: it is laid over the period's own.
    """

    model_config = ConfigDict(
        json_schema_extra={
            **_RULES_OR_PARAMETERS,
            "examples": [{"parameters": {"night_allowance": "15"}, "on_top": True}],
        }
    )

    rules: _Name | None = None
    parameters: _Parameters | None = None
    on_top: bool = False
    values: Values | None = Field(None, description="What the site states in a rule set that is shipped.")
    as_of: str | None = Field(None, min_length=1, max_length=100)


class WhatIf(Movement):
    """Who wins and who loses under other rules, by line and clause, and what it costs in all.

    `caution` is what is to be known of rules that are shipped, else null.
    """

    period: str
    position: int
    rules: str
    caution: str | None


@operation("compare")
def what_if(context: Context, period: str, proposed: ProposedRules, file: Path | None = None) -> Deferred[WhatIf]:
    """Who would win and lose under other rules, to be computed; the look is logged. `file` has the parameters in it.

    Raises Problem where rules are named and parameters given, or neither; MissingError for a period or rules that are
    not there, and UsageError for parameters that are none.
    """
    if (proposed.rules is None) == (proposed.parameters is None):
        raise Problem("invalid", "give either rules, a version on the ledger, or parameters", code="bad_value")
    room, position = context.resources.room, context.position(proposed.as_of)
    version, rules = _rules_of(context, period, position, proposed, file)

    def work() -> WhatIf:
        with room.books(position) as books:
            under = paid_and_under if is_shipped(version) else what_if_under
            found = under(books, period, rules, version)
        return _answer(found, period, position, version)

    context.note(Access("compare", "", period, context.ledger.facts.last_position()))
    return Deferred(f"what-if {period}", work)


def _answer(found: Found, period: str, position: int, rules: str) -> WhatIf:
    coordinates = {"period": period, "position": position, "rules": rules}
    caution = {"caution": caution_of(rules, Language.ENGLISH)}
    return WhatIf.model_validate(what_if_json(found, coordinates | caution))


def _rules_of(
    context: Context, period: str, position: int, proposed: ProposedRules, file: Path | None
) -> tuple[str, RuleSet]:
    """The version and the rules to try. Raises MissingError or UsageError."""
    with context.resources.room.books(position) as books:
        month = books.reported(period)
        own = month.rules
        if proposed.rules is not None:
            return proposed.rules, _named(books, month.period.number, proposed.rules, proposed.values)
    if proposed.values is not None:
        raise UsageError("values are stated of a rule set that is shipped; name one in rules, or leave values out")
    below = own.model_dump(mode="json") if proposed.on_top else {}
    try:
        return PROPOSED if file is None else file.name, read_parameters(below | (proposed.parameters or {}))
    except ParameterError as error:
        raise UsageError(str(error) if file is None else f"{file}: {error}") from None


def _named(books: Replay, number: int, version: str, values: Values | None) -> RuleSet:
    """The rule set of a version in a period, of a shipped one with what is stated. Raises LedgerError."""
    if values is None:
        return books.rules_named(version, number)
    shipped = named_set(version)
    if shipped is None:
        raise UsageError(
            f"values are stated of a rule set that is shipped, and {version[:60]!r} is not; leave them out"
        )
    try:
        return read_parameters(shipped.over(books.rules_of(number)[1], values))
    except ParameterError as error:
        raise UsageError(str(error)) from None
