"""Documents for who asks the service: narrowed to what they may see, and made from the books of the service."""

from collections.abc import Mapping
from dataclasses import replace

from api.auth.principals import Extent, Principal, extent_of
from api.auth.sender_reach import not_permitted
from api.coordinates import position_of
from api.documents.printouts import DOCUMENTS, Document, DocumentAsked, Source, prepared
from api.language import Language
from api.problems import Problem
from api.service.access_log import Access
from api.service.service import Service
from api.service.sights import sight_of
from ledger.refusal import MissingError, RulesError

_TRUTH = {"true": True, "false": False}


def document_asked(name: str, period: str, given: Mapping[str, str], extent: Extent, who: Principal) -> DocumentAsked:
    """What is asked for in the parameters of an address, narrowed to whom it may be about.

    `given` are the parameters of `GET /v1/periods/{period}/documents/{name}`; `extent` is how far the row
    `document NAME` of the table lets `who`. Raises Problem for a wrong value, and for what is somebody else's.
    """
    amounts = _chosen("amounts", given.get("amounts", "false"), list(_TRUTH))
    form = _chosen("form", given.get("form", DOCUMENTS[name].forms[0]), DOCUMENTS[name].forms)
    language = _chosen("lang", given.get("lang", "en"), [each.value for each in Language])
    if _TRUTH[amounts] and not _sees_all_bonuses(who):
        raise not_permitted("the amounts are for whom the bonuses of all are; leave `amounts` out")
    if name == "dispute-file" and "dispute" not in given:
        raise Problem("invalid", "dispute is missing; give the number of a dispute, such as D1", code="missing_field")
    employee, team, employees = _narrowed(name, given.get("employee"), given.get("team"), extent)
    return DocumentAsked(
        name=name,
        period=period,
        rules=given.get("rules"),
        employee=employee,
        team=team,
        employees=employees,
        amounts=_TRUTH[amounts],
        span=given.get("span"),
        since=given.get("from"),
        until=given.get("until"),
        dispute=given.get("dispute"),
        form=form,
        language=Language(language),
    )


def printed(service: Service, asked: DocumentAsked, as_of: str | None, extent: Extent, who: Principal) -> Document:
    """A document, as known at a position or an instant, else now, of what `who` may see. Waits: call it in a thread.

    Raises Problem or LedgerError; who does not reach everyone is not told what else there is.
    """
    sight = sight_of(service, who, _of_team(extent, asked.team))
    if extent.teams:
        asked = replace(asked, team=None)
    try:
        position = position_of(service.ledger, as_of) or service.ledger.facts.last_position()
        with service.room.reader() as reader, service.room.books(position) as books:
            made = prepared(Source(service.ledger, reader, books, service.document_key, sight), asked)
        # It is set when the room is free again for others.
        return made.document()
    except (MissingError, RulesError):
        if extent.everyone:
            raise
        unseen = (
            f"{asked.name} of {asked.period[:20]} has nothing within your reach; ask for a period, and people, of yours"
        )
        raise Problem("not-found", unseen) from None


def accesses_of(asked: DocumentAsked, document: Document) -> list[Access]:
    """What the access log notes of a document, an entry each of whom it shows; none where it shows nobody's pay."""
    if not (DOCUMENTS[asked.name].shows_pay or asked.amounts):
        return []
    own = asked.employees or frozenset()
    employee = asked.employee or document.about or (next(iter(own)) if len(own) == 1 else "")
    whose = sorted(document.people) or [employee]
    return [Access(f"document {asked.name}", each, asked.period, document.position) for each in whose]


def _of_team(extent: Extent, team: str | None) -> Extent:
    return Extent(everyone=False, teams=frozenset({team})) if extent.teams and team is not None else extent


def _narrowed(
    name: str, employee: str | None, team: str | None, extent: Extent
) -> tuple[str | None, str | None, frozenset[str] | None]:
    """The employee, the team, and whose rows at the most; somebody else's are not permitted, there or not."""
    if extent.everyone:
        return employee, team, None
    if extent.teams:
        if team is not None and team not in extent.teams:
            raise not_permitted("the team is not yours; leave `team` out, and the document is of your own")
        return employee, team, None
    if team is not None or (employee is not None and employee not in extent.employees):
        raise not_permitted(f"the {name} are not yours; leave `employee` and `team` out, and they are your own")
    return employee, None, extent.employees


def _sees_all_bonuses(who: Principal) -> bool:
    extent = extent_of(who, "report bonus")
    return extent is not None and extent.everyone


def _chosen(name: str, value: str, choices: list[str] | tuple[str, ...]) -> str:
    if value not in choices:
        raise Problem("invalid", f"{name} is {value[:60]!r}; give {' or '.join(choices)}", code="bad_value")
    return value
