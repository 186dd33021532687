"""Every document by name: what it is called, its forms, what it takes, and the row of the table of permissions."""

from dataclasses import dataclass

from api.words.language import Language

PEOPLE = frozenset({"employee", "team"})


@dataclass(frozen=True)
class DocumentDefinition:
    """What there is to know of a document before it is made."""

    en: str
    zh: str
    forms: tuple[str, ...] = ("pdf",)
    """`pdf`, `xlsx`; the first where none is asked for."""
    takes: frozenset[str] = frozenset()
    """Of `employee` `team` `amounts` `span` `since` `until` `dispute`, those that mean something to it."""
    under_rules: bool = True
    """Whether it may be asked for under a rule set named by hand."""
    shows_pay: bool = False
    """Whether looking at somebody else's is noted in the access log."""


DOCUMENTS: dict[str, DocumentDefinition] = {
    "payslips": DocumentDefinition("Payslips", "工资条", takes=PEOPLE, shows_pay=True),
    "payroll-register": DocumentDefinition(
        "Payroll register", "薪资表", ("pdf", "xlsx"), takes=frozenset({"team"}), shows_pay=True
    ),
    "ranking-notice": DocumentDefinition("Ranking and bonus notice", "排名与奖金公示", takes=frozenset({"amounts"})),
    "attendance-sheet": DocumentDefinition("Attendance sheet", "考勤表", ("pdf", "xlsx"), takes=frozenset({"team"})),
    "hours-balances": DocumentDefinition(
        "Hours and lieu balances", "工时与换休结余", ("pdf", "xlsx"), takes=frozenset({"team"})
    ),
    "quality-report": DocumentDefinition(
        "Quality report", "质检报告", takes=frozenset({"employee", "team", "span", "since", "until"})
    ),
    "month-close": DocumentDefinition("Month-close report", "关账报告", shows_pay=True),
    "dispute-file": DocumentDefinition(
        "Dispute file", "申诉案卷", takes=frozenset({"dispute"}), under_rules=False, shows_pay=True
    ),
}


def operation_of(name: str) -> str:
    """The row of the table of permissions that says who may see a document."""
    return f"document {name}"


def document_label(name: str, language: Language) -> str:
    """What a document is called."""
    definition = DOCUMENTS[name]
    return definition.zh if language is Language.CHINESE else definition.en
