"""An amount of a spreadsheet is read exactly, or its cell is named."""

import pytest

from api.documents.amounts import fen_of, looks_like_an_amount
from ledger.refusal import LedgerError


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("2235.8", 223_580),
        ("2235.80", 223_580),
        ("2235", 223_500),
        ("2,235.80", 223_580),
        ("￥2，235.80 元", 223_580),
        ("-141.61", -14_161),
        ("(141.61)", -14_161),
        ("（141.61）", -14_161),
        ("0", 0),
        ("", None),
        ("-", None),
        ("5713.980000000001", 571_398),
        ("0.30000000000000004", 30),
        ("1.1368683772161603e-13", 0),
    ],
)
def test_an_amount_in_yuan_is_whole_fen(text: str, fen: int | None) -> None:
    assert fen_of(text, "yuan", "cell C3") == fen


def test_an_amount_in_fen_is_taken_as_it_is() -> None:
    assert fen_of("223580", "fen", "cell C3") == 223_580


@pytest.mark.parametrize(
    ("text", "unit", "sentence"),
    [
        (
            "2235.805",
            "yuan",
            "cell C3 is '2235.805', which has more than two decimals; give yuan and fen, such as 2235.80",
        ),
        ("0.000001", "yuan", "cell C3 is '0.000001', which has more than two decimals"),
        ("10.5", "fen", "cell C3 is '10.5', which has a part of a fen; give whole fen, such as 223580"),
        ("无", "yuan", "cell C3 is '无'; give an amount, such as 2235.80"),
        ("#REF!", "yuan", "cell C3 is '#REF!'; give an amount"),
        ("NaN", "yuan", "cell C3 is 'NaN'; give an amount"),
        ("Infinity", "yuan", "cell C3 is 'Infinity'; give an amount"),
        ("1e99999", "yuan", "cell C3 is '1e99999'; give an amount"),
    ],
)
def test_what_is_no_amount_is_named_by_its_cell(text: str, unit: str, sentence: str) -> None:
    with pytest.raises(LedgerError) as refused:
        fen_of(text, unit, "cell C3")
    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("text", ["100", "1,000.50", "￥12", "-3.5", "(3.50)", "12元"])
def test_an_amount_is_seen_where_its_column_is_not_known(text: str) -> None:
    assert looks_like_an_amount(text)


@pytest.mark.parametrize("text", ["", "甲组", "2026-10-01", "E0003", "10月"])
def test_other_texts_are_no_amounts(text: str) -> None:
    assert not looks_like_an_amount(text)
