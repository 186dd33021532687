"""Rule sets that are shipped over HTTP: shown with their reasons, and adopted."""

from typing import Annotated

from starlette.responses import Response

from api.operations import named_rule_sets as shipped
from api.operations.named_rule_sets import Adoption, NamedRuleSet, NamedRuleSets, NewAdoption
from api.routes.guard import Asked, AskedOnce, guarded_router, needs, sent
from api.routes.parameters import PageLanguage, part
from ledger.ruleset.named_sets import named_sets

router = guarded_router("Reports")

_Name = Annotated[str, part("The name of the rule set that is shipped.", {"enum": [*named_sets()]}, "lawful-cn-sh")]


@router.get("/named-rules", summary="The rule sets that are shipped", openapi_extra=needs(shipped.named_rule_sets))
def named_rule_sets(asked: Asked, lang: PageLanguage = "en") -> NamedRuleSets:
    """They hold nowhere until one is adopted. Each is a reading of the law: counsel must check it."""
    return shipped.named_rule_sets(asked, lang)


@router.get("/named-rules/{name}", summary="One rule set that is shipped", openapi_extra=needs(shipped.named_rule_set))
def named_rule_set(asked: Asked, name: _Name, lang: PageLanguage = "en") -> NamedRuleSet:
    """Its parameters, each with the reason of its value and the source. `to_state` is what a site states itself."""
    return shipped.named_rule_set(asked, name, lang)


@router.post(
    "/named-rules/{name}/adoptions",
    summary="Adopt a rule set that is shipped",
    status_code=201,
    responses={200: {"model": Adoption, "description": "It was adopted before, or nothing was to be recorded."}},
    openapi_extra=needs(shipped.adopt),
)
def adopt(asked: AskedOnce, name: _Name, new: NewAdoption, response: Response, lang: PageLanguage = "en") -> Adoption:
    """Records one `rules` fact, from a period on: the set over the rules that hold there till now.

    With `dry_run` it shows the fact and records nothing.
    """
    return sent(response, shipped.adopt(asked, name, new, lang))
