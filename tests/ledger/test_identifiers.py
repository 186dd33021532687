"""Identifiers have one form; an older ledger's stay as they are, and are found by their exact bytes first."""

import io
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as over
from hypothesis import strategies as st
from pydantic_core import to_json

from ledger.decisions.identifiers import CODE
from ledger.facts.codec import plain_state
from ledger.facts.identifiers import (
    is_settled,
    is_settled_fact,
    may_be_unsettled,
    named_in,
    normal,
    trimmed,
    wrong_with,
)
from ledger.facts.interchange_line import read_object
from ledger.formats.sheets import load_mapping
from ledger.ledger import Ledger
from tests.ledger.material import EMPLOYEE, PUNCH, SITE, given, refusal, when
from tests.ledger.samples import SAMPLES
from tests.ledger.stores import Stores

ANY = st.text(
    st.one_of(
        st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")),
        st.sampled_from(
            " \u00a0\u3000\u00e9e\u0301\u1e9b\u0323\u200b\u202d\u202c\ufeff\u00ad\ue000\u2028\uac00\u1100\u1161"
        ),
    ),
    min_size=1,
    max_size=12,
)
DECOMPOSED = unicodedata.normalize("NFD", "é")


@over(ANY)
def test_a_text_has_one_form_and_is_in_it_only_if_nobody_can_mistake_it_for_another(text: str) -> None:
    once = normal(text)
    assert normal(once) == once == once.strip() == unicodedata.normalize("NFC", once)
    for same in (f" {text}\t", unicodedata.normalize("NFD", text), f"\u3000{unicodedata.normalize('NFC', text)}\u00a0"):
        assert normal(same) == once
    unseen = any(unicodedata.category(each) in ("Cc", "Cf", "Co", "Zl", "Zp") for each in once)
    assert (wrong_with(once) is None) == (once != "" and not unseen)
    assert is_settled(text) == (text == once and wrong_with(once) is None)


@pytest.mark.slow
@over(st.sampled_from(SAMPLES), ANY)
def test_the_quick_look_at_the_stored_bytes_misses_nothing(sample: dict[str, Any], text: str) -> None:
    fact = read_object(dict(sample) | {"ref": text})
    if not is_settled_fact(fact):
        assert may_be_unsettled(to_json(plain_state(fact)))
    assert text in [named.text for named in named_in(fact)]


@pytest.mark.parametrize(
    ("sent", "number"),
    [
        ("E1 ", "E1"),
        (" E1", "E1"),
        ("\u3000E1\u00a0", "E1"),
        (f"N{DECOMPOSED}", "Né"),
        ("Né", "Né"),
        ("工号一 ", "工号一"),
    ],
)
def test_what_looks_alike_is_one_employee(ledger: Ledger, sent: str, number: str) -> None:
    given(ledger, EMPLOYEE | {"employee": number})
    assert when(ledger, **EMPLOYEE | {"employee": sent}).status == "duplicate"
    assert when(ledger, **PUNCH | {"employee": sent, "device": " g1 "}).status == "accepted"
    assert when(ledger, **PUNCH | {"employee": number, "device": "g1"}).status == "duplicate"
    assert ledger.facts.page(ledger.facts.last_position() - 1, 1)[0].as_json()["employee"] == number


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("E\u200b1", "the invisible character U+200B ZERO WIDTH SPACE"),
        ("\u202dE1\u202c", "the invisible character U+202D LEFT-TO-RIGHT OVERRIDE"),
        ("\ufeffE1", "U+FEFF"),
        ("E1\ue000", "the private-use character U+E000"),
        ("E\u20281", "U+2028"),
        (" \u3000", "is empty but for white space"),
        ("\u0958" * 150, "more than 200 characters"),
    ],
)
@pytest.mark.parametrize("field", ["employee", "team", "ref"])
def test_what_nobody_sees_is_refused_with_a_sentence(ledger: Ledger, field: str, text: str, told: str) -> None:
    given(ledger)
    sentence = refusal(when(ledger, **EMPLOYEE | {"employee": "Z", field: text}))
    assert sentence.startswith(f"bad_value: employee: {field} '")
    assert told in sentence
    assert "\u200b" not in sentence
    assert refusal(when(ledger, **EMPLOYEE | {"employee": "Z", field: "E\x07"})).startswith("bad_value")


def test_every_identifier_of_a_fact_is_put_in_its_form_and_texts_are_not(ledger: Ledger) -> None:
    given(ledger)
    briefing = {"kind": "briefing", "briefing": " b ", "team": "T1 ", "at": PUNCH["at"], "leader": "A ",
                "attendees": ["A", " B "], "note": " as it is ", "source": " a  f ", "recorded_by": "B "}  # fmt: skip
    form = {"kind": "monitoring_form", "form": f"caf{DECOMPOSED} ", "version": 1,
            "criteria": [{"name": " a ", "weight": 100, "critical": False}]}  # fmt: skip
    leave = {"kind": "leave", "leave": "L1 ", "employee": " A", "type": "annual ", "first_date": "2026-10-12",
             "last_date": "2026-10-12", "requested_on": "2026-10-01"}  # fmt: skip
    decided = {
        "kind": "leave_decision",
        "leave": " L1",
        "decision": "approved",
        "by": "A ",
        "at": "2026-10-02T08:00:00Z",
    }
    assert {outcome.status for outcome in ledger.record([briefing, form, leave, decided])} == {"accepted"}
    told = [recorded.as_json() for recorded in ledger.facts.page(3, 4)]
    assert [told[0][name] for name in ("briefing", "team", "leader", "attendees", "recorded_by", "note", "source")] == [
        "b", "T1", "A", ["A", "B"], "B", " as it is ", " a  f ",
    ]  # fmt: skip
    assert (told[1]["form"], told[1]["criteria"][0]["name"]) == ("café", "a")
    assert (told[2]["leave"], told[2]["type"], told[3]["leave"], told[3]["by"]) == ("L1", "annual", "L1", "A")


OLD = ["E1 ", " E1", f"N{DECOMPOSED}", "1001\u200b", "\ue000"]


@pytest.fixture
def old(ledger: Ledger, stores: Stores, tmp_path: Path) -> Ledger:
    """A ledger of 0.1.0, whose people, teams, devices and numbers are in any form."""
    given(ledger)
    lines = []
    for number in range(len(OLD)):
        of = {"employee": f"P{number}"}
        lines += [EMPLOYEE | of | {"team": f"T{number}", "ref": f"R{number}"}]
        lines += [PUNCH | of | {"device": f"D{number}"}]
        lines += [{"kind": "leave", "leave": f"L{number}", **of, "type": "annual", "first_date": "2026-10-12",
                   "last_date": "2026-10-12", "requested_on": "2026-10-01", "recorded_by": f"P{number}"}]  # fmt: skip
        lines += [
            {"kind": "praise", "praise": f"X{number}", **of, "date": "2026-10-12", "written": True, "about": "other"}
        ]
    assert {outcome.status for outcome in ledger.record(lines)} == {"accepted"}
    stream = io.BytesIO()
    ledger.exports.write(stream)
    return older(stores, tmp_path, stream.getvalue())


def older(stores: Stores, folder: Path, export: bytes) -> Ledger:
    """The same facts under identifiers in other forms, and the ids that follow from them."""
    from ledger.facts.base import ENVELOPE
    from ledger.facts.streams import stream_of

    written = []
    for line in export.splitlines():
        fields = json.loads(line)
        for name, value in fields.items():
            if isinstance(value, str) and value[:1] in "PTRDLX" and value[1:].isdigit():
                fields[name] = f"{value[0]}{OLD[int(value[1:])]}" if name != "employee" else OLD[int(value[1:])]
        fields["id"] = f"{stream_of(read_object({k: v for k, v in fields.items() if k not in ENVELOPE}))}.1"
        written.append(json.dumps(fields, ensure_ascii=False))
    (folder / "older.ndjson").write_text("\n".join(written) + "\n", encoding="utf-8")
    ledger = stores.open("older")
    assert ledger.imports.import_file(folder / "older.ndjson").accepted == len(written)
    return ledger


def exported(ledger: Ledger, *, exact: bool = False) -> bytes:
    stream = io.BytesIO()
    (ledger.exports.write_exact if exact else ledger.exports.write)(stream)
    return stream.getvalue()


@pytest.mark.slow
def test_an_older_ledger_is_restored_under_the_same_ids(old: Ledger, stores: Stores, tmp_path: Path) -> None:
    for exact in (False, True):
        (tmp_path / "again.ndjson").write_bytes(exported(old, exact=exact))
        with stores.open(f"again{exact}".lower()) as again:
            assert again.imports.import_file(tmp_path / "again.ndjson").refused == 0
            assert exported(again) == exported(old)
    with stores.open("copied") as copy:
        old.upkeep.copy_to(copy.store)
        assert exported(copy) == exported(old)


@pytest.mark.parametrize("number", OLD)
def test_what_an_older_ledger_has_is_found_by_its_bytes_and_sent_again_is_a_duplicate(old: Ledger, number: str) -> None:
    before = old.facts.last_position()
    lines = [line for line in map(json.loads, exported(old).splitlines()) if line.get("employee") == number]
    for line in lines:
        for field in ("id", "position", "recorded_at"):
            del line[field]
    assert {outcome.status for outcome in old.record(lines)} == {"duplicate"}
    assert old.facts.last_position() == before
    mine = next(line for line in lines if line["kind"] == "leave")
    decided = {"kind": "leave_decision", "decision": "approved", "by": number, "at": "2026-10-02T08:00:00Z"}
    void = {"kind": "void", "of_kind": "praise", "of": f"X{number}", "by": number, "reason": "x"}
    team = EMPLOYEE | {"employee": "N1", "team": f"T{number}"}
    later = PUNCH | {"employee": number, "at": "2026-10-13T09:30:00+08:00", "device": "g1"}
    sent = [decided | {"leave": mine["leave"]}, void, team, later]
    assert [outcome.status for outcome in old.record(sent)] == ["accepted"] * 4
    told = [recorded.as_json() for recorded in old.facts.page(before, 4)]
    assert [told[0]["leave"], told[0]["by"], told[1]["of"], told[2]["team"], told[3]["employee"]] == [
        f"L{number}", number, f"X{number}", f"T{number}", number,
    ]  # fmt: skip
    assert old.identifiers.number_of("employee", number) == number
    assert old.facts.history(number).number == number
    assert old.identifiers.number_of("leave", f"L{number}") == f"L{number}"


def test_a_number_that_only_looks_like_an_older_one_is_another(old: Ledger) -> None:
    assert when(old, **PUNCH | {"employee": "  E1  "}).status == "rejected"
    assert when(old, **EMPLOYEE | {"employee": "  E1  "}).status == "accepted"
    assert old.identifiers.number_of("employee", "  E1  ") == "E1"
    assert old.identifiers.number_of("employee", "E1 ") == "E1 "


def test_lines_of_one_file_find_each_other_whatever_their_form(ledger: Ledger, tmp_path: Path) -> None:
    lines = [SITE, EMPLOYEE | {"employee": " 甲 "}, EMPLOYEE | {"employee": "甲"}, PUNCH | {"employee": "甲\u3000"},
             PUNCH | {"employee": "甲", "ref": " r "}, PUNCH | {"employee": " 甲", "ref": "r"}]  # fmt: skip
    path = tmp_path / "facts.ndjson"
    path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), encoding="utf-8")
    answer = ledger.imports.import_file(path)
    assert (answer.accepted, answer.duplicate, answer.refused) == (4, 2, 0)
    assert {fact.as_json().get("employee", "甲") for fact in ledger.facts.page(0, 9)} == {"甲"}


def test_the_cell_of_a_sheet_may_have_invisible_characters_around_it() -> None:
    cells = ("1001\u200b", "\u202d1002\u202c", "\ufeff1002", " 1001\u00a0", "", "\u200b")
    assert [trimmed(text) for text in cells] == ["1001", "1002", "1002", "1001", "", ""]
    assert trimmed("a\u200bb") == "a\u200bb"


def test_invisible_characters_around_a_number_in_a_sheet_make_no_other_employee(ledger: Ledger, tmp_path: Path) -> None:
    given(ledger, EMPLOYEE | {"employee": "1001"})
    row = {"姓名": "甲", "岗位": "客服", "班组": "T1", "入职日期": "2026-10-01"}
    cells = ("1001\u200b", "\u202d1002\u202c", "\ufeff1002", "1001\u00a0", "10\u200b01")
    rows = [["工号", *row], *([number, *row.values()] for number in cells)]
    path = tmp_path / "staff.csv"
    path.write_text("".join(f"{','.join(each)}\n" for each in rows), encoding="utf-8")
    answer = ledger.imports.import_file(path, format="sheet", options=load_mapping("employees"))
    assert (answer.accepted + answer.duplicate, [(issue.line, issue.code) for issue in answer.issues]) == (
        4,
        [(6, CODE)],
    )
    people = {fact.as_json()["employee"] for fact in ledger.facts.page(0, 99) if fact.fact.kind == "employee"}
    assert people == {"A", "B", "1001", "1002"}
