"""What is printed is what the reports say: every figure of every row stands at its person's row."""

import re
from collections import Counter
from decimal import Decimal

import pytest

from api.documents.pay_items import item_heading
from api.words.language import Language
from api.words.quantities import grouped, quantity_texts
from projections.payslip_quantities import quantity_parts
from tests.api.documents.printouts.press import CLOSED, HOSTILE, LONG, PERIOD, Press, Printed

LANGUAGES = pytest.mark.parametrize("language", list(Language))
PERIODS = pytest.mark.parametrize("period", [CLOSED, PERIOD])
TOTAL = {Language.ENGLISH: "Total", Language.CHINESE: "合计"}


@pytest.mark.slow
@LANGUAGES
@PERIODS
def test_a_payslip_a_person_has_every_line_with_its_clause_and_amount(
    press: Press, period: str, language: Language
) -> None:
    printed = press.printed("payslips", period, language=language)
    rows, parts = press.rows("payroll", period), quantity_parts(press.source.books.reported(period))
    told: set[str] = set()
    assert len(printed.pages) == len(rows)
    for page, row in zip(printed.pages, rows.values(), strict=True):
        lines = page.splitlines()
        assert any(row["employee"] in line.split() for line in lines)
        quantities = quantity_texts(row["lines"], parts.get(row["employee"], []), language)
        wanted = [
            "".join((item_heading(line["item"], language), *quantity, line["clause"], grouped(line["amount"])))
            for line, quantity in zip(row["lines"], quantities, strict=True)
        ]
        wanted.append(f"{TOTAL[language]}S10.7{grouped(row['total'])}")
        # A cell may be broken anywhere, and its lines stand together.
        assert "".join("".join(wanted).split()) in "".join(page.split())
        told |= {text for quantity in quantities for text in quantity}
    assert any("×" in quantity for quantity in told)


@pytest.mark.slow
def test_a_payslip_says_what_is_disputed_and_that_a_total_is_below_zero(press: Press) -> None:
    pages = press.printed("payslips").pages
    rows = press.rows("payroll")
    warned = {number for page, number in zip(pages, rows, strict=True) if "below zero" in page}
    assert warned == {number for number, row in rows.items() if row["negative"]} == {"X2"}
    assert len([page for page in pages if "†D1" in page]) == 1
    assert not any("†D2" in page for page in pages)


@pytest.mark.slow
@LANGUAGES
@PERIODS
def test_the_register_has_every_amount_and_adds_up(press: Press, period: str, language: Language) -> None:
    printed = press.printed("payroll-register", period, language=language)
    rows = press.rows("payroll", period)
    for number, row in rows.items():
        wanted = [line["amount"] for line in row["lines"] if not line["item"].startswith("correction:")]
        corrections = [Decimal(line["amount"]) for line in row["lines"] if line["item"].startswith("correction:")]
        wanted += [f"{sum(corrections):.2f}"] if corrections else []
        figures = printed.figures_of(number, set(rows), TOTAL[language])
        assert (Counter(figures), figures[-1]) == (Counter([*wanted, row["total"]]), row["total"])
    rows_of_totals = [line.split() for line in printed.lines if re.match(rf"{TOTAL[language]} [\d-]", line)]
    (totals,) = rows_of_totals
    assert totals[-1] == f"{sum(Decimal(row['total']) for row in rows.values()):.2f}"
    assert sum(Decimal(amount) for amount in totals[1:-1]) == Decimal(totals[-1])


@LANGUAGES
@pytest.mark.parametrize("amounts", [False, True], ids=["without amounts", "with amounts"])
def test_the_notice_has_everybodys_rank_and_the_amounts_only_where_asked_for(
    press: Press, amounts: bool, language: Language
) -> None:
    printed = press.printed("ranking-notice", amounts=amounts, language=language)
    bonus = press.rows("bonus")
    rows = press.rows("ranking")
    for number, row in rows.items():
        (line,) = [line.split() for line in printed.lines if number in line.split()[:2]]
        rank, total, behaviour = (
            "–" if row[each] is None else str(row[each]) for each in ("rank", "total", "behaviour")
        )
        paid = [bonus[number]["amount"]] if amounts else []
        assert (line[0], line[1], line[-2 - len(paid) :]) == (rank, number, [total, behaviour, *paid])
    assert ("400.00" in printed.text or "100.00" in printed.text) is amounts


@pytest.mark.slow
@PERIODS
def test_the_attendance_sheet_has_every_shift_with_its_minutes(press: Press, period: str) -> None:
    printed = press.printed("attendance-sheet", period)
    shifts = press.all_rows("attendance", period)
    people = {row["employee"] for row in shifts}
    for number in people:
        mine = [row for row in shifts if row["employee"] == number]
        attended = sum(row["status"] == "attended" for row in mine)
        counted = [row["counted"] for row in mine if row["counted"] or row["status"] == "attended"]
        sums = [len(mine), attended, *(sum(row[each] or 0 for row in mine) for each in ("counted", "late", "early"))]
        figures = printed.figures_of(number, people, "In a cell")
        assert Counter(figures) == Counter(map(str, [*counted, *sums]))
    words = Counter(word for line in printed.lines for word in line.split())
    for sign, name in (("L", "late"), ("E", "early")):
        for minutes, count in Counter(row[name] for row in shifts if row[name]).items():
            assert words[f"{sign}{minutes}"] == count
    assert words["abs"] == sum(row["status"] == "absent" for row in shifts)


def test_an_attendance_sheet_is_of_one_team_where_one_is_named(press: Press) -> None:
    printed = press.printed("attendance-sheet", team="T09", language=Language.CHINESE)
    assert "班组T09" in printed.text
    assert "班组T01" not in printed.text
    assert LONG in printed.text


@LANGUAGES
@PERIODS
def test_hours_and_balances_are_those_of_the_report_and_add_up(press: Press, period: str, language: Language) -> None:
    printed = press.printed("hours-balances", period, language=language)
    rows = press.rows("hours", period)
    for number, row in rows.items():
        wanted = [str(value) for name, value in row.items() if name != "employee"]
        assert printed.figures_of(number, set(rows), TOTAL[language]) == wanted
    sums = [str(sum(row[name] for row in rows.values())) for name in next(iter(rows.values())) if name != "employee"]
    (totals,) = [line.split()[1:] for line in printed.lines if line.startswith(TOTAL[language])]
    assert totals == sums


@pytest.mark.slow
@pytest.mark.parametrize("name", ["payslips", "hours-balances", "payroll-register", "attendance-sheet"])
def test_a_name_is_printed_as_it_is_and_is_never_markup(press: Press, name: str) -> None:
    printed = press.printed(name)
    assert "".join(HOSTILE.split()) in printed.text
    assert LONG in printed.text


@pytest.mark.slow
def test_only_those_who_were_asked_for_are_printed(press: Press) -> None:
    one = press.printed("payslips", employee="X1")
    team = press.printed("payslips", team="T01")
    mine = press.printed("payslips", employees=frozenset({"X1"}))
    assert [len(each.pages) for each in (one, mine)] == [1, 1]
    assert mine.pages == one.pages
    assert 1 < len(team.pages) < len(press.rows("payroll"))


@pytest.mark.slow
def test_each_payslip_carries_the_digest_that_it_has_by_itself(press: Press) -> None:
    whole = Printed(press.made("payslips").content).feet()
    for number, foot in zip(press.rows("payroll"), whole, strict=True):
        alone = press.made("payslips", employee=number)
        digest = " ".join(alone.digest[start : start + 8] for start in range(0, 64, 8))
        assert digest in foot
        assert [digest in each for each in whole].count(True) == 1
        if number == "X1":
            assert digest in Printed(alone.content).feet()[0]


def test_colleagues_read_of_the_notice_the_ranks_that_pay_and_who_won_an_award(press: Press) -> None:
    printed = press.printed("ranking-notice", CLOSED, public=True)
    ranking, awards = press.rows("ranking", CLOSED), press.all_rows("awards", CLOSED)
    # S7.3: within 45 percent of the ranked; S7.4: the first three.
    paying = {
        number
        for number, row in ranking.items()
        if row["rank"] is not None and row["rank"] <= (row["of"] * 45 // 100 if row["pool"] == "csr" else 3)
    }
    winners = {row["employee"] for row in awards}
    named = {number for line in printed.lines for number in line.split() if number in ranking}
    assert paying
    assert named == paying | winners
    assert not [row["total"] for row in ranking.values() if row["total"] in printed.text.split()]
    assert not [row["amount"] for row in awards if row["amount"] in printed.text]
