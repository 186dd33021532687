"""Every page of every document can be verified: coordinates, digest, font; and the same again is the same bytes."""

import hmac
import re
from typing import Any

import pytest

from api.documents.printouts import DOCUMENTS, DocumentAsked, make_document, typesetting
from api.documents.printouts.blocks import breakable
from api.documents.printouts.composition import prepared
from api.documents.printouts.typesetting import Paper
from api.words.language import Language
from ledger.closing import digest_of
from ledger.ledger import LedgerError
from ledger.refusal import MissingError
from projections.books import ReportRequest, make_report, make_reports
from projections.reports import REPORTS
from tests.api.documents.printouts.press import CLOSED, PERIOD, Press, Printed

ASKED: dict[str, dict[str, Any]] = {"dispute-file": {"dispute": "D1"}, "ranking-notice": {"amounts": True}}
HEAVY = {"month-close", "dispute-file"}
EVERY = pytest.mark.parametrize("name", list(DOCUMENTS))
WORDS = {
    Language.ENGLISH: "period {} · ledger position {} · rule set {}",
    Language.CHINESE: "周期 {} · 账本位置 {} · 规则集 {}",
}


def spaced(digest: str) -> str:
    return " ".join(digest[start : start + 8] for start in range(0, 64, 8))


@pytest.mark.slow
@pytest.mark.parametrize("language", list(Language))
@EVERY
def test_each_page_carries_its_coordinates_and_its_digest(press: Press, name: str, language: Language) -> None:
    document = press.made(name, language=language, **ASKED.get(name, {}))
    printed = Printed(document.content)
    version = press.source.books.reported(PERIOD).version
    for number, foot in enumerate(printed.feet(), 1):
        assert WORDS[language].format(PERIOD, press.ledger.facts.last_position(), version) in foot
        assert f" {number} / {len(printed.pages)} " in foot
        # A payslip is handed out by itself, and carries a digest of its own.
        assert (spaced(document.digest) in foot) is (name != "payslips")
        assert re.search(r"([0-9a-f]{8} ){7}[0-9a-f]{8}", foot)
    assert document.position == press.ledger.facts.last_position()


@pytest.mark.slow
@EVERY
def test_the_font_is_in_the_file(press: Press, name: str) -> None:
    fonts = press.printed(name, language=Language.CHINESE, **ASKED.get(name, {})).fonts()
    assert fonts
    assert all(embedded and "NotoSansCJK" in font for font, embedded in fonts), fonts


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=[pytest.mark.slow] if name in HEAVY else []) for name in DOCUMENTS]
)
def test_the_same_coordinates_make_the_same_bytes(press: Press, name: str) -> None:
    asked = DocumentAsked(name, PERIOD, language=Language.CHINESE, **ASKED.get(name, {}))
    first = press.made(name, language=Language.CHINESE, **ASKED.get(name, {}))
    assert make_document(press.fresh(press.ledger.facts.last_position()), asked) == first


PARTS: list[tuple[str, str, dict[str, Any]]] = [
    ("payslips", "payroll", {"employee": "X1"}),
    ("payslips", "payroll", {"team": "T01"}),
    ("payroll-register", "payroll", {"team": "T01"}),
    ("attendance-sheet", "attendance", {"team": "T01"}),
    ("hours-balances", "hours", {"team": "T01"}),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "report", "part"), PARTS)
def test_a_digest_is_of_what_the_page_shows_and_of_nobody_else(
    press: Press, name: str, report: str, part: dict[str, Any]
) -> None:
    shown = make_report(press.source.books, report, ReportRequest(PERIOD, **part))
    keyed = hmac.digest(press.source.key, shown.as_bytes(), "sha256").hex()
    assert press.made(name, **part).digest == keyed != press.made(name).digest


@pytest.mark.slow
@pytest.mark.parametrize("period", [CLOSED, PERIOD])
@pytest.mark.parametrize("name", [each for each in DOCUMENTS if each not in HEAVY])
def test_what_a_digest_is_made_from_cannot_be_tried_against_it(press: Press, name: str, period: str) -> None:
    """Nobody without the ledger's key makes a digest, of all rows, or of those that are shown."""
    digest = press.made(name, period, **ASKED.get(name, {})).digest
    reports = make_reports(press.source.books, REPORTS, ReportRequest(period))
    assert digest not in [digest_of(each.as_bytes()) for each in reports.values()]
    frozen = press.source.books.closed[press.source.books.first_period].closing
    assert digest not in {*frozen.report_digests.values(), frozen.closing_digest}


def test_what_is_found_in_names_neither_hides_nor_runs_out_of_its_cell() -> None:
    assert breakable("a\u202eb\x07") == "a\\u202eb\\u0007"
    assert breakable("x" * 32) == "\u200b".join(["x" * 10] * 3 + ["xx"])
    assert breakable("Hundred-percent") == "Hundred-percent"


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("payslip", {}, "there is no document 'payslip'; there are: payslips, payroll-register"),
    ("payslips", {"form": "xlsx"}, "payslips is not written as xlsx; it is as pdf"),
    ("payslips", {"amounts": True}, "payslips takes no amounts; it takes employee, team"),
    ("month-close", {"team": "T01"}, "month-close takes no team; it takes nothing beside the period"),
    ("payslips", {"employee": "E999"}, "there is no employee 'E999' on the ledger"),
    ("attendance-sheet", {"team": "nobody"}, "there is no team 'nobody' in 2026-09; there are: "),
    ("payslips", {"employee": "X1", "team": "QA"}, "none of the employees asked for has pay in 2026-09"),
    ("quality-report", {"span": "year"}, "there is no span 'year'; there are day, week and month"),
    ("quality-report", {"span": "week"}, "from is missing; give a date of 2026-09, such as 2026-09-01"),
    ("morning-brief", {"since": "20260915"}, "from is '20260915', which is not a date; give one as YYYY-MM-DD"),
    ("morning-brief", {"since": "2026-10-15"}, "from is 2026-10-15, which is not a day of 2026-09"),
    ("quality-report", {"since": "1.9."}, "from is '1.9.', which is not a date; give one as YYYY-MM-DD"),
    ("quality-report", {"since": "2026-10-01"}, "from is 2026-10-01, which is not a day of 2026-09"),
    ("quality-report", {"since": "2026-09-09", "until": "2026-09-01"}, "until is before from"),
    ("quality-report", {"span": "month", "since": "2026-09-01"}, "the span month is the whole period"),
    ("quality-report", {"span": "day", "since": "2026-09-01", "until": "2026-09-02"}, "a day ends by itself"),
    ("dispute-file", {}, "dispute is missing; give the number of a dispute, such as D1"),
    ("dispute-file", {"dispute": "D9"}, "D9"),
    ("dispute-file", {"dispute": "D1", "employees": frozenset({"X1"})}, "there is no dispute 'D1' of yours"),
    ("dispute-file", {"dispute": "D1", "rules": "manual"}, "leave rules out"),
    ("payslips", {"rules": "no such"}, "there is no rule set 'no such' on the ledger"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "asked", "sentence"), WRONG)
def test_what_is_asked_wrongly_is_refused_in_a_sentence(
    press: Press, name: str, asked: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(LedgerError, match=re.escape(sentence)) as refused:
        prepared(press.source, DocumentAsked(name, PERIOD, **asked))
    assert "\n" not in str(refused.value)


@pytest.mark.slow
def test_a_period_that_is_none_is_refused_in_a_sentence(press: Press) -> None:
    for name in DOCUMENTS:
        with pytest.raises(MissingError, match="'2026-13' is not a period"):
            prepared(press.source, DocumentAsked(name, "2026-13", **ASKED.get(name, {})))
    with pytest.raises(MissingError, match="D1 is about 2026-09, not about 2026-08"):
        prepared(press.source, DocumentAsked("dispute-file", CLOSED, dispute="D1"))


def test_without_a_chinese_font_nothing_is_printed_in_squares(monkeypatch: pytest.MonkeyPatch) -> None:
    typesetting._fonts_in_folder.cache_clear()
    monkeypatch.setattr(typesetting, "_of_the_wheel", lambda: None)
    monkeypatch.setattr(typesetting, "_SYSTEM", ())
    with pytest.raises(LedgerError, match="there is no Chinese font to print with; install the package"):
        typesetting.typeset(Paper("x", "x", "x", "x", [], Language.CHINESE))
    monkeypatch.undo()
    assert typesetting.typeset(Paper("x", "x", "x", "x", [], Language.CHINESE)).startswith(b"%PDF")
