"""A pattern of a mapping means what it means in Python, and no pattern and no cell takes longer than a look at it."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.formats.sheets import load_mapping, read_mapping, shipped
from ledger.formats.sheets.cell_parts import parts_of
from ledger.formats.sheets.conversion import UnfitError, converted
from ledger.formats.sheets.mapping import Mapping
from ledger.formats.sheets.pattern_syntax import LONGEST, UnfitPatternError
from ledger.formats.sheets.patterns import LONGEST_TEXT, MOST, compiled
from ledger.ledger import Ledger, LedgerError
from tests.ledger.formats.paper import comma_separated, imported, mapping, staffed

FOR_EVER = [
    (r"^(a+)+$", "a" * 1_900 + "!"),
    (r"^(a|aa)+$", "a" * 1_900 + "!"),
    (r"(.*a){25}b", "a" * 1_900),
    (r"(?:a?){200}a{200}b", "a" * 1_900),
    (r"^(?!(?:a+)*$)b", "a" * 1_900 + "!"),
    (r"(\s*\S*)*(\s*\S*)*x", "a " * 900),
]
TEXTS = (
    "",
    "a",
    "ab1",
    "1001 张三",
    "1001　张三",
    "２０２６-10",
    "08:30\n",
    "合计",
    "x.y",
    "leave",
    "leaves",
    "A_b",
    "年假休",
)
MEANT = (
    r"^\S+", r".*\d.*", r"^(合计|总计|平均)", r"^(?!leave$)", r"^(?=l)(?!leave$)\w+", r"(\d{4})[-/.年](\d{1,2})",
    r"^[^年病]*",
    r"(?i)A_B", r"(?i:LEA)ve", r"a|b|$", r"[\W]", r"[^\w]", r"\D+", r"[^\s\d]+", r"[\S]", r"(?a)\b\w+\b",
    r"(?a)[\W_]", r"(?x) a  b # both",
    r"(?s).+", r"(?m)^.$", r"a{2}|a{0,1}?", r"(?P<part>[a-c]+)\d", r"[\]\-^]|\.", r"\Aa", r"\d\Z", r"(x)?a",
)  # fmt: skip


def by_python(pattern: str, text: str) -> str | None:
    found = re.search(pattern, text)
    return None if found is None else (found[1] if found.re.groups else found[0]) or ""


@pytest.mark.parametrize("pattern", MEANT)
def test_a_pattern_takes_what_it_takes_in_python(pattern: str) -> None:
    for text in TEXTS:
        assert compiled(pattern).take(text) == by_python(pattern, text), text


@pytest.mark.slow
@given(
    st.lists(
        st.sampled_from(
            ["a", "b", ".", r"\d", r"\s", r"\S", r"\w", r"\W", "[a-c1]", r"[^\d]", "张", "^", "(?:a|b)", "(b)", "(?!a)"]
        ).flatmap(lambda part: st.sampled_from(["", "?", "*", "+", "{1,3}", "+?"]).map(lambda times: part + times)),
        max_size=5,
    ).map("".join),
    st.text("ab1c 张　\t١é"),
)
def test_whatever_a_pattern_is_it_takes_what_it_takes_in_python_or_is_refused(pattern: str, text: str) -> None:
    try:
        found = compiled(pattern)
    except UnfitPatternError:
        return
    assert found.take(text) == by_python(pattern, text)


@pytest.mark.parametrize("name", shipped())
def test_every_pattern_that_is_shipped_takes_what_it_takes_in_python(name: str) -> None:
    told = Mapping.read(name, load_mapping(name)["mapping"])
    patterns = {column.pattern for column in told.columns.values()} - {None}
    patterns |= {pattern for rule in (*told.skip, *told.refuse) for pattern in rule.matches.values()}
    words = {
        "monthly",
        "day_off",
        "work",
        "未打卡",
        "--",
        "平均分",
        "1001 张三",
        "08:30 次日",
        "年假",
        "2026年10月1日",
        *TEXTS,
    }
    for pattern in patterns:
        for text in words:
            assert compiled(str(pattern)).take(text) == by_python(str(pattern), text), (pattern, text)


@pytest.mark.parametrize(("pattern", "text"), FOR_EVER)
def test_a_pattern_that_would_go_back_for_ever_is_answered(pattern: str, text: str) -> None:
    assert compiled(pattern).take(text) is None


@pytest.mark.parametrize(
    ("pattern", "sentence"),
    [
        ("(", "not a regular expression"),
        (r"(a)\1", "names what it found before"),
        ("a(?!b)", "may stand right after"),
        ("(?<=a)b", "looks ahead or back"),
        ("^(?=(a))b", "has a group in what it looks for"),
        ("(?>a+)b", "keeps what it took"),
        (r"\bfoo", r"write \(\?a\)"),
        (r"[^\W_]", r"write \(\?a\)"),
        ("a{1001}", "too large"),
        ("((a{100}){100}){100}", "too large"),
        ("(" * 150 + ")" * 150, None),
        ("x" * (LONGEST + 1), "at most 300"),
        ("a{99999999999999999999}", "not a regular expression"),
    ],
)
def test_a_pattern_that_is_not_for_the_engine_is_refused_with_what_to_do(pattern: str, sentence: str | None) -> None:
    if sentence is None:
        assert compiled(pattern).take("a") == ""
        return
    with pytest.raises(UnfitPatternError, match=sentence):
        compiled(pattern)


def test_a_text_that_is_too_long_for_a_pattern_is_refused_where_it_is_asked_for(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    own = mapping(
        tmp_path,
        "title='p'\n[columns.employee]\nheading='no'\npattern='^(a+)+$'\n[columns.at]\nheading='time'\ntype='instant'\n"
        "[[fact]]\nkind='clock'\nneeds=['employee']\nfields={direction='in'}\n",
    )
    sheet = comma_separated(tmp_path, f"no,time\n{'a' * 2_001},2026-10-12 08:30\n{'a' * 60}!,2026-10-12 08:30\n")
    assert imported(ledger, sheet, own).rejected == 1
    (line,) = ledger.imports.quarantine.entries()
    assert line.message == f"no has 2001 characters; give at most {LONGEST_TEXT} in a cell"


def test_a_mapping_has_so_many_patterns_and_no_more() -> None:
    columns = "".join(f"[columns.c{number}]\nheading='h'\npattern='a'\n" for number in range(MOST + 1))
    with pytest.raises(LedgerError, match=r"there are 101 patterns; give at most 100"):
        read_mapping("own", f"title='p'\n{columns}[[fact]]\nkind='clock'\n")


@pytest.mark.parametrize("form", ["%d %d", "%", "%Q", "%d" * 31, "%Y" + " " * 60])
def test_a_format_of_dates_that_cannot_be_read_is_refused_when_the_mapping_is_read(form: str) -> None:
    with pytest.raises(LedgerError, match=r"columns.c.formats: .* is not a format"):
        read_mapping("own", f"title='p'\n[columns.c]\nheading='h'\nformats='{form}'\n[[fact]]\nkind='clock'\n")


@pytest.mark.parametrize("kind", ["date", "time", "instant", "period", "number", "minutes", "hours"])
def test_a_cell_of_any_length_is_no_date_and_no_number_at_once(kind: str) -> None:
    for text in ("2026-10-12" + " " * 120_000 + "x", " " * 130_000 + "(", "1" * 130_000):
        with pytest.raises(UnfitError):
            converted(kind, text)


def test_lists_in_a_row_that_would_make_too_many_rows_are_refused(ledger: Ledger, tmp_path: Path) -> None:
    staffed(ledger)
    own = mapping(
        tmp_path,
        "title='p'\n[columns.employee]\nheading='no'\nsplit='|'\n[columns.at]\nheading='time'\ntype='instant'\n"
        "split='|'\n[[fact]]\nkind='clock'\nfields={direction='in'}\n",
    )
    many = "|".join(["1001"] * 20_000)
    sheet = comma_separated(tmp_path, f"no,time\n{many},{many}\n")
    answer = imported(ledger, sheet, own)
    assert (answer.accepted, answer.rejected) == (0, 1)
    (line,) = ledger.imports.quarantine.entries()
    assert "has 20000 values here" in line.message


def test_a_list_in_a_cell_that_is_nested_without_end_is_no_list() -> None:
    assert parts_of("[" * 100_000, "json") is None


@pytest.mark.parametrize("encoding", ["punycode", "idna", "unicode_escape", "no-such"])
def test_an_encoding_that_is_not_one_of_sheets_is_refused(ledger: Ledger, tmp_path: Path, encoding: str) -> None:
    staffed(ledger)
    own = mapping(
        tmp_path, f"title='p'\n[sheet]\nencoding='{encoding}'\n[columns.at]\nheading='a'\n[[fact]]\nkind='swap'\n"
        "fields={employee='1',at='2',number='3',date='4',from='5',to='6',by='7'}\n"
    )  # fmt: skip
    with pytest.raises(LedgerError, match=r"there is no encoding|has no field"):
        imported(ledger, comma_separated(tmp_path, "a\nb\n"), own)


@pytest.mark.parametrize(
    "text",
    ["a" + ".a" * 60_000 + "=1", "a=" + "[" * 60_000, "a={" + "b={" * 20_000, "a.b." * 60 + "c=1", "#" * 200_000],
)
def test_a_mapping_that_is_nested_or_long_without_end_is_refused_at_once(text: str) -> None:
    with pytest.raises(LedgerError, match=r"nested too deeply|give one of at most"):
        read_mapping("own", text)


def test_a_line_with_nineteen_thousand_names_one_of_them_twice_is_refused_at_once() -> None:
    from ledger.facts.interchange_line import parse_object
    from ledger.refusal import RefusedError

    names = ",".join(f'"{number}":0' for number in range(19_000))
    with pytest.raises(RefusedError, match="the field '18999' is there twice"):
        parse_object(f'{{{names},"18999":{json.dumps("x")}}}'.encode())


@pytest.mark.parametrize("part", ["{}", '""', '{"a":0}', "[]"])
def test_a_line_of_more_parts_than_any_fact_has_is_refused_before_they_are_looked_at(part: str) -> None:
    from ledger.facts.interchange_line import parse_object, read_fact
    from ledger.refusal import RefusedError

    line = f'{{"kind":"briefing","attendees":[{",".join([part] * 100_000)}]}}'.encode()
    for read in (read_fact, parse_object):
        with pytest.raises(RefusedError, match="too many parts"):
            read(line)
