"""The month-close report: what is open, totals that add up, adjustments with their causes, the closing's digests."""

import hashlib
from decimal import Decimal

import pytest

from api.documents.pay_items import item_heading
from api.documents.printouts import DocumentAsked
from api.documents.printouts.composition import prepared
from api.documents.printouts.paid_totals import paid_totals
from api.words.labels import matter_label
from api.words.language import Language
from ledger.facts.figures import hundredths, show_money
from projections.books import ReportRequest, make_report, open_matters
from tests.api.documents.printouts.press import CLOSED, PERIOD, Press

pytestmark = pytest.mark.slow


def line_of(lines: list[str], *beginning: str) -> list[str]:
    """The figures of the first line that begins so."""
    start = " ".join(beginning) + " "
    return next(line.removeprefix(start).split() for line in lines if line.startswith(start))


@pytest.mark.parametrize("language", list(Language))
def test_totals_by_team_and_item_stand_beside_last_month(press: Press, language: Language) -> None:
    lines = press.printed("month-close", language=language).lines
    sides = []
    for period in (CLOSED, PERIOD):
        month = press.source.books.reported(period)
        rows = month.tables.engine.rows(month.members.select("employee", "team")).to_dicts()
        payroll = make_report(press.source.books, "payroll", ReportRequest(period))
        sides.append(paid_totals(payroll, {row["employee"]: row["team"] for row in rows}))
    then, now = sides
    assert now.total == sum(hundredths(row["total"]) for row in press.all_rows("payroll"))
    for team in now.teams:
        figures = [then.of_team(team), now.of_team(team), now.of_team(team) - then.of_team(team)]
        assert line_of(lines, team, str(now.people[team])) == list(map(show_money, figures))
    for item in now.items:
        figures = [then.of_item(item), now.of_item(item), now.of_item(item) - then.of_item(item)]
        assert line_of(lines, item_heading(item, language)) == list(map(show_money, figures))
        for team in now.teams:
            if (team, item) in now.amounts:
                before, amount = then.amounts.get((team, item), 0), now.amounts[team, item]
                wanted = list(map(show_money, (before, amount, amount - before)))
                assert line_of(lines, team, item_heading(item, language)) == wanted


@pytest.mark.parametrize("language", list(Language))
def test_the_checklist_is_what_is_open(press: Press, language: Language) -> None:
    text = press.printed("month-close", language=language).text
    found = open_matters(press.source.books, PERIOD)
    assert {"anomaly", "dispute"} <= {each.matter for each in found}
    for each in found:
        label = "".join(matter_label(each.matter, language).split())
        assert f"{label}{each.employee}" in text
        assert "".join(each.which.rpartition(" ")[0].split()) in text


def test_an_adjustment_names_its_causes(press: Press) -> None:
    lines = press.printed("month-close", language=Language.CHINESE).lines
    adjusted = {
        number: line["amount"]
        for number, row in press.rows("payroll").items()
        for line in row["lines"]
        if line["item"] == f"adjustment:{CLOSED}"
    }
    assert Decimal("88.00") in map(Decimal, adjusted.values())
    for number, amount in adjusted.items():
        (line,) = [each for each in lines if each.startswith(number) and f" {CLOSED} {amount} " in each]
        assert "迟录，津贴" in line


def test_of_a_closed_period_the_digests_are_those_that_were_frozen(press: Press) -> None:
    closing = press.source.books.closed[press.source.books.first_period].closing
    text = press.printed("month-close", CLOSED).text
    for digest in [*closing.report_digests.values(), closing.closing_digest]:
        assert digest in text
    assert "closedby人事" in text


def test_the_digest_of_several_is_that_of_their_digests_in_order(press: Press) -> None:
    basis = prepared(press.source, DocumentAsked("ranking-notice", PERIOD, amounts=True)).basis
    assert list(basis.digests) == ["ranking", "bonus"]
    lines = "".join(f"{name} {digest}\n" for name, digest in basis.digests.items())
    assert basis.digest == hashlib.sha256(lines.encode()).hexdigest()
