"""Documents for people, narrowed to what they may see: payslips, registers, notices, sheets and reports."""

from contextlib import suppress
from dataclasses import dataclass, replace

from api.auth.employee_sight import own_sight
from api.auth.permissions import PERMISSIONS, Reach
from api.auth.principals import Extent, Principal, extent_of
from api.documents.printouts import DOCUMENTS, Document, DocumentAsked, Prepared, Source, prepared
from api.operations.context import Context
from api.operations.operation import operation
from api.operations.sights import sight_of
from api.problems import Problem, not_permitted
from api.service.observability.access_log import Access
from api.sight import WHOLE, Sight
from api.words.language import Language
from ledger.refusal import MissingError, RulesError, UsageError

_FEWEST_DIGITS = 16
_NOTICE = "ranking-notice"


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """What is asked of a document beside its name and period; see `DocumentAsked`. Nothing is everything, and now."""

    as_of: str | None = None
    rules: str | None = None
    employee: str | None = None
    team: str | None = None
    amounts: bool = False
    span: str | None = None
    since: str | None = None
    until: str | None = None
    dispute: str | None = None
    lang: str = Language.ENGLISH
    form: str | None = None
    """`pdf` or `xlsx`; without it the document's own."""


def document_headers(made: Document, period: str) -> dict[str, str]:
    """The headers that a document is sent with: its name as a file, its coordinates, its digest."""
    return {
        "Content-Disposition": f'attachment; filename="{made.filename}"',
        "Cache-Control": "private, no-cache",
        "Workledger-Period": period,
        "Workledger-Position": str(made.position),
        "Workledger-Digest": made.digest,
    }


@operation("document {name}")
def document(context: Context, name: str, period: str, query: DocumentQuery | None = None) -> Document:
    """A document of what is within reach; looks at somebody's pay are logged.

    Raises Problem or LedgerError; who does not reach everyone is not told what else there is.
    """
    wanted, extent = query or DocumentQuery(), context.extent
    asked = _asked(name, period, wanted, extent, context.principal)
    made = _made(context, asked, wanted.as_of)
    for noted in _accesses(asked, made):
        context.note(noted)
    return made


@dataclass(frozen=True, slots=True)
class Printout:
    """Whether a digest is of a document as it is recomputed: of which, and the digest that it has."""

    document: str
    digest: str
    genuine: bool
    by_older: bool = False
    """Whether it is as version 0.1.0 printed it."""


@operation("document {name}")
def printout(context: Context, name: str, period: str, query: DocumentQuery, digest: str) -> Printout:
    """Whether a digest, or the first 16 digits of it or more, is of a document or of one of its pages.

    Raises Problem for whoever does not reach everyone, and LedgerError for what is not a digest or a document that
    is not there.
    """
    context.reach_everyone()
    given = "".join(digest.split()).lower()
    if len(given) < _FEWEST_DIGITS or not set(given) <= set("0123456789abcdef"):
        raise UsageError(
            f"{digest[:80]!r} is not a digest; give at least its first {_FEWEST_DIGITS} hexadecimal digits"
        )
    asked = _asked(name, period, query, context.extent, context.principal)
    made = _gathered(context, asked, query.as_of, WHOLE)
    basis = made.basis
    where = f"{made.asked.name} of {basis.period} at ledger position {basis.position} under the rule set {basis.rules}"
    found = {basis.digest, *made.of_pages}
    if basis.about:
        # A file about somebody is shown to them without colleagues.
        own = replace(asked, employees=frozenset({basis.about}))
        found.add(_gathered(context, own, query.as_of, own_sight(context.ledger, basis.about)).basis.digest)
    if name == _NOTICE:
        # Of an open period colleagues read nothing.
        with suppress(MissingError):
            found.add(_gathered(context, replace(asked, public=True), query.as_of, WHOLE).basis.digest)
    if _for_agents(name):
        # Who reaches agents only is shown them alone.
        agents = Extent(everyone=False, all_agents=True)
        sight = sight_of(context.resources, context.principal, _of_team(agents, asked.team))
        found.add(_gathered(context, replace(asked, team=None), query.as_of, sight).basis.digest)
    if any(each.startswith(given) for each in found):
        return Printout(where, basis.digest, genuine=True)
    older = _gathered(context, asked, query.as_of, WHOLE, older=True).basis.digest.startswith(given)
    return Printout(where, basis.digest, genuine=older, by_older=older)


def _for_agents(name: str) -> bool:
    """Whether some see the agents alone in a document."""
    return not {Reach.TEAM_AGENTS, Reach.ALL_AGENTS}.isdisjoint(PERMISSIONS[f"document {name}"].values())


def reads_as_colleague(name: str, extent: Extent) -> bool:
    """Whether somebody reads the ranking notice as colleagues do: whoever reaches nobody but themselves."""
    return name == _NOTICE and not extent.everyone and not extent.by_posting


def _gathered(
    context: Context, asked: DocumentAsked, as_of: str | None, sight: Sight, *, older: bool = False
) -> Prepared:
    """The figures of a document."""
    key = context.resources.document_key
    with context.books(as_of) as books, context.resources.room.reader() as reader:
        return prepared(Source(context.ledger, reader, books, key, sight), asked, older=older)


def _asked(name: str, period: str, query: DocumentQuery, extent: Extent, who: Principal) -> DocumentAsked:
    """What is asked for, narrowed to whom it may be about. Raises Problem for what is somebody else's."""
    if query.amounts and not _sees_all_bonuses(who):
        raise not_permitted("only roles that see everybody's bonuses get the amounts; leave `amounts` out")
    public = reads_as_colleague(name, extent)
    if public and query.rules is not None:
        raise not_permitted("the notice is of the rules of its month; leave `rules` out")
    employee, team, employees = _narrowed(name, query.employee, query.team, extent)
    return DocumentAsked(
        name=name,
        period=period,
        rules=query.rules,
        employee=employee,
        team=team,
        employees=None if public else employees,
        public=public,
        amounts=query.amounts,
        span=query.span,
        since=query.since,
        until=query.until,
        dispute=query.dispute,
        form=query.form or DOCUMENTS[name].forms[0],
        language=Language(query.lang),
    )


def _made(context: Context, asked: DocumentAsked, as_of: str | None) -> Document:
    resources, extent = context.resources, context.extent
    sight = WHOLE if asked.public else sight_of(resources, context.principal, _of_team(extent, asked.team))
    if extent.by_posting:
        asked = replace(asked, team=None)
    try:
        # It is set when the room is free again for others.
        return _gathered(context, asked, as_of, sight).document()
    except (MissingError, RulesError):
        if extent.everyone:
            raise
        unseen = (
            f"{asked.name} of {asked.period[:20]} has nothing within your reach; ask for a period, and people, of yours"
        )
        raise Problem("not-found", unseen) from None


def _accesses(asked: DocumentAsked, document: Document) -> list[Access]:
    """What the access log notes of a document, an entry each of whom it shows; none of figures that anybody may see."""
    definition = DOCUMENTS[asked.name]
    if not (definition.shows_pay or definition.shows_judgements or asked.amounts):
        return []
    own = asked.employees or frozenset()
    employee = asked.employee or document.about or (next(iter(own)) if len(own) == 1 else "")
    whose = sorted(document.people) or [employee]
    return [Access(f"document {asked.name}", each, asked.period, document.position) for each in whose]


def _of_team(extent: Extent, team: str | None) -> Extent:
    return extent.of_team(team) if extent.by_posting and team is not None else extent


def _narrowed(
    name: str, employee: str | None, team: str | None, extent: Extent
) -> tuple[str | None, str | None, frozenset[str] | None]:
    """The employee, the team, and whose rows at the most; somebody else's are not permitted, there or not."""
    if extent.everyone:
        return employee, team, None
    if extent.by_posting:
        if team is not None and not extent.names_team(team):
            raise not_permitted("the team is not yours; leave `team` out, and the document is of your own")
        return employee, team, None
    if team is not None or (employee is not None and employee not in extent.employees):
        raise not_permitted(f"the {name} are not yours; leave `employee` and `team` out, and they are your own")
    return employee, None, extent.employees


def _sees_all_bonuses(who: Principal) -> bool:
    extent = extent_of(who, "report bonus")
    return extent is not None and extent.everyone
