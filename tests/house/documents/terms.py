"""docs/terms.md: one word for one thing, in Chinese, in English and in the code."""

from collections.abc import Iterable

from ledger.labels import CHINESE, ENGLISH, label
from ledger.roles import Role
from projections.pay.pay_lines import PAY_LINES
from projections.reports import REPORTS
from tests.house.documents.concepts import COORDINATES, FIGURES, LEDGER, PROOF, REPORT_MEANINGS, Concept
from tests.house.documents.facts import anchor, in_order
from tests.house.documents.labels import labels
from tests.house.documents.markdown import MADE, code, prose, table
from tests.house.documents.permissions import ROLES

HEAD = """# Terms · 术语

Use one word for one thing, everywhere: pages, messages, documentation and code. Take the word from this page. Labels of
kinds, reports, columns, lines of pay, roles and statuses come from `src/ledger/locales`; the other terms from
`tests/house/documents/concepts.py`.

页面、提示、文档和代码中，一事一词，以本页为准。种类、报表、列、薪资项目、角色和状态的名称来自 `src/ledger/locales`，其余术语来自 `tests/house/documents/concepts.py`。
"""  # noqa: E501

HEADS = ("中文", "English", "code name 代码名", "meaning 含义")

CONCEPTS = {
    "The ledger · 账本": LEDGER,
    "Coordinates · 坐标": COORDINATES,
    "Reports and explanations · 报表与解释": FIGURES,
    "Proof · 证明": PROOF,
}

STATUSES = {
    "standing": "workflow 流程",
    "dispute state": "dispute 申诉",
    "outcome": "reconciliation 核对",
    "matter": "open items 待办事项",
}
"""The contexts of labels that name a status, and whose status it is."""

Row = tuple[str, str, str, str]


def terms_page() -> str:
    """The page."""
    concepts = [section(title, map(concept_row, entries)) for title, entries in CONCEPTS.items()]
    generated = [
        section("Kinds of facts · 事实种类", kind_rows()),
        section("Reports · 报表", report_rows()),
        section("Columns · 列", column_rows()),
        section("Lines of pay · 薪资项目", pay_line_rows()),
        section("Roles · 角色", role_rows()),
        section("Statuses · 状态", status_rows()),
    ]
    return MADE + HEAD + "".join(concepts + generated)


def section(title: str, rows: Iterable[Row]) -> str:
    return f"\n## {title}\n\n" + table(HEADS, rows)


def concept_row(concept: Concept) -> Row:
    return (concept.zh, concept.en, code(concept.code), f"{concept.meaning} {concept.meaning_zh}")


def kind_rows() -> Iterable[Row]:
    for model in in_order():
        name = f"[`{model.kind}`](facts.md#{anchor(model)})"
        yield model.label_zh, model.label_en, name, f"{model.chapter}: {first_sentence(model.__doc__)}"


def first_sentence(docstring: str | None) -> str:
    """The first sentence of a docstring, on one line."""
    return prose(docstring).split(". ")[0].rstrip(".") + "."


def report_rows() -> Iterable[Row]:
    for name, report in REPORTS.items():
        yield report.zh, report.en, f"[`{name}`](reports.md)", " ".join(REPORT_MEANINGS[name])


def column_rows() -> Iterable[Row]:
    """Each column once, with the reports that have it."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for name, report in REPORTS.items():
        for column in report.columns:
            found.setdefault((column.zh, column.en, code(column.name)), []).append(code(name))
    for (zh, en, name), reports in sorted(found.items(), key=lambda each: each[0][2]):
        yield zh, en, name, ", ".join(reports)


def pay_line_rows() -> Iterable[Row]:
    for name, line in PAY_LINES.items():
        yield label("value", name, CHINESE), label("value", name, ENGLISH), code(name), line.clause


def role_rows() -> Iterable[Row]:
    for role in Role:
        en, zh = ROLES[role]
        yield label("role", role, CHINESE), label("role", role, ENGLISH), code(role), f"{en} {zh}"


def status_rows() -> Iterable[Row]:
    english, chinese = labels(ENGLISH), labels(CHINESE)
    for context, of in STATUSES.items():
        for key in (key for found, key in english if found == context):
            yield chinese[context, key], english[context, key], code(key), of
