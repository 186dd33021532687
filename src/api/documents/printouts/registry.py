"""Every document by name: what it is called, its forms, what it takes, and the row of the table of permissions."""

from dataclasses import dataclass

from api.words.language import Language
from ledger.labels import CHINESE, ENGLISH, label

PEOPLE = frozenset({"employee", "team"})


@dataclass(frozen=True)
class DocumentDefinition:
    """What there is to know of a document before it is made."""

    name: str
    forms: tuple[str, ...] = ("pdf",)
    """`pdf`, `xlsx`; the first where none is asked for."""
    takes: frozenset[str] = frozenset()
    """Of `employee` `team` `amounts` `span` `since` `until` `dispute`, those that mean something to it."""
    under_rules: bool = True
    """Whether it may be asked for under a rule set named by hand."""
    shows_pay: bool = False
    """Whether it shows pay; looking at somebody else's is noted in the access log."""
    shows_judgements: bool = False
    """Whether it shows texts that judge people; looking at it is noted in the access log."""

    @property
    def en(self) -> str:
        """What it is called in English."""
        return label("document", self.name, ENGLISH)

    @property
    def zh(self) -> str:
        """What it is called in Chinese."""
        return label("document", self.name, CHINESE)


_DOCUMENTS = (
    DocumentDefinition("payslips", takes=PEOPLE, shows_pay=True),
    DocumentDefinition("payroll-register", ("pdf", "xlsx"), takes=frozenset({"team"}), shows_pay=True),
    DocumentDefinition("ranking-notice", takes=frozenset({"amounts"})),
    DocumentDefinition("attendance-sheet", ("pdf", "xlsx"), takes=frozenset({"team"})),
    DocumentDefinition("hours-balances", ("pdf", "xlsx"), takes=frozenset({"team"})),
    DocumentDefinition(
        "quality-report", takes=frozenset({"employee", "team", "span", "since", "until"}), shows_judgements=True
    ),
    DocumentDefinition("month-close", shows_pay=True),
    DocumentDefinition("morning-brief", takes=frozenset({"team", "since"})),
    DocumentDefinition(
        "monitoring-report", ("pdf", "xlsx"), takes=frozenset({"employee", "team", "span", "since", "until"})
    ),
    DocumentDefinition("dispute-file", takes=frozenset({"dispute"}), under_rules=False, shows_pay=True),
)
DOCUMENTS = {document.name: document for document in _DOCUMENTS}
"""Every document by its name."""


def operation_of(name: str) -> str:
    """The row of the table of permissions that says who may see a document."""
    return f"document {name}"


def document_label(name: str, language: Language) -> str:
    """What a document is called."""
    return label("document", name, language)
