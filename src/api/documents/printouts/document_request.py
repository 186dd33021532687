"""What is asked for of a document, and what is answered."""

from dataclasses import dataclass

from api.sight import WHOLE, Sight
from api.words.language import Language
from ledger.ledger import Ledger
from projections.books import Books
from projections.journal import JournalReader

PURPOSE = "documents"
"""What the secret of a ledger is for under which the digests on pages are made."""
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {"pdf": PDF, "xlsx": XLSX}
"""The media type of each form."""


@dataclass(frozen=True)
class Source:
    """What documents are made from: a ledger, the reader of its journals, its books at one position, and its key."""

    ledger: Ledger
    reader: JournalReader
    books: Books
    key: bytes
    """The secret of the ledger for `PURPOSE`, under which its digests are made; asked for before its books are."""
    sight: Sight = WHOLE
    """What the caller may see."""


@dataclass(frozen=True)
class DocumentAsked:
    """A document, its coordinates beside the position of the books, whom it is about, and how it is written.

    Dates are `YYYY-MM-DD`. What a document does not take is refused, not overlooked.
    """

    name: str
    period: str
    rules: str | None = None
    employee: str | None = None
    team: str | None = None
    employees: frozenset[str] | None = None
    """Whose rows at the most; None is everyone's."""
    amounts: bool = False
    """ranking-notice: with the amounts of the bonus."""
    public: bool = False
    """ranking-notice: as colleagues read it: of a closed period, the ranks that pay, and who won an award."""
    span: str | None = None
    """quality-report: `day`, `week` or `month`; `since` names its day."""
    since: str | None = None
    until: str | None = None
    dispute: str | None = None
    form: str = "pdf"
    language: Language = Language.ENGLISH


@dataclass(frozen=True)
class Document:
    """A document that is made."""

    content: bytes
    media_type: str
    filename: str
    position: int
    """The ledger position that it is of."""
    about: str
    """The employee that a file is about; empty where it is about several, or `asked` says whom."""
    people: frozenset[str]
    """Whose matters a file shows that is about a single matter; empty for other documents."""
    digest: str
    """Of what it shows, under the ledger's key, in 64 hexadecimal digits; it stands at the foot of each page."""
