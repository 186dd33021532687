"""The kinds of facts: declared on their models and nowhere else."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given as forall
from hypothesis import strategies as st
from pydantic_core import from_json, to_json

from ledger.facts import KINDS, Fact
from ledger.facts.codec import ERASED, fields_of, load_fact, personal_state, plain_state
from ledger.facts.figures import hundredths, show_hundredths
from ledger.facts.interchange_line import read_fact, read_object
from ledger.facts.streams import NAMESPACE, stream_of
from ledger.facts.types import Date, EmployeeNumber, Identifier
from ledger.ledger import Ledger
from tests.ledger.material import given, kinds_of, when
from tests.ledger.samples import COMMON, LATER_FIELDS, SAMPLES


def _ids(sample: dict[str, Any]) -> str:
    return str(sample["kind"])


def test_there_is_a_sample_of_every_kind() -> None:
    assert [sample["kind"] for sample in SAMPLES if sample["kind"] not in KINDS] == []
    assert sorted({sample["kind"] for sample in SAMPLES}) == sorted(KINDS)


@pytest.mark.parametrize("sample", [*SAMPLES, *LATER_FIELDS], ids=_ids)
def test_a_line_of_every_kind_is_read_stored_loaded_and_shown_as_it_came(sample: dict[str, Any]) -> None:
    common = {name: value for name, value in COMMON.items() if name not in sample}
    line = {**sample, **common}
    fact = read_fact(to_json(line))
    state = from_json(to_json({**plain_state(fact), **personal_state(fact)}))
    loaded = load_fact(KINDS[sample["kind"]], state)
    assert loaded.content == fact.content
    assert loaded.__dict__ == fact.__dict__
    assert {"kind": fact.kind, **fields_of(loaded)} == line


@pytest.mark.parametrize("model", KINDS.values(), ids=lambda model: model.kind)
def test_every_kind_is_documented_labelled_and_frozen(model: type[Fact]) -> None:
    assert re.fullmatch(r"S[1-9][0-9]?", model.chapter)
    assert re.search(r"[\u4e00-\u9fff]", model.label_zh)
    assert model.label_en.islower()
    assert model.__doc__
    assert model.model_config["frozen"]


@pytest.mark.parametrize("sample", SAMPLES, ids=_ids)
def test_personal_texts_are_not_in_the_plain_state(sample: dict[str, Any]) -> None:
    fact = read_fact(to_json({**sample, **{name: COMMON[name] for name in COMMON if name not in sample}}))
    personal, plain = personal_state(fact), plain_state(fact)
    assert set(personal).isdisjoint(plain)
    assert set(personal) | set(plain) == set(sample) - {"kind"} | set(COMMON)
    assert "ext" in personal
    for name in ("name", "comment", "summary", "note", "text", "override_reason", "finding", "actions", "title"):
        assert name not in plain or sample["kind"] in ("site", "holiday", "calendar_day", "theme")


def test_a_null_is_stored_only_where_it_says_something() -> None:
    cleared = read_object({"kind": "shift", "employee": "A", "date": "2026-10-12", "shift": None})
    punch = read_object(
        {"kind": "clock", "employee": "A", "at": "2026-10-12T01:30:00Z", "direction": "in", "device": None}
    )
    assert plain_state(cleared)["shift"] is None
    assert plain_state(punch) == {"employee": "A", "at": "2026-10-12T01:30:00+00:00", "direction": "in"}


def test_a_personal_text_whose_key_is_gone_reads_erased() -> None:
    fact = read_object(dict(SAMPLES[1]))
    assert getattr(load_fact(KINDS["employee"], plain_state(fact)), "name") == ERASED  # noqa: B009


def test_a_stream_is_the_uuid5_of_kind_and_identity() -> None:
    from uuid import uuid5

    punch = {"kind": "clock", "employee": "张", "at": "2026-10-12T09:30:00+08:00", "direction": "in"}
    same_instant = {**punch, "at": "2026-10-12T01:30:00Z"}
    assert stream_of(read_object(dict(punch))) == stream_of(read_object(dict(same_instant)))
    shift = read_object({"kind": "shift", "employee": "张", "date": "2026-10-12", "shift": "C"})
    assert stream_of(shift) == uuid5(NAMESPACE, '["shift","key","张","2026-10-12"]').hex


def test_a_ref_names_a_plain_fact_but_not_one_that_supersedes_or_opens() -> None:
    def stream(line: dict[str, Any]) -> str:
        return stream_of(read_object(dict(line)))

    by_kind = {sample["kind"]: sample for sample in SAMPLES}
    for kind in ("clock", "exam", "praise", "void"):
        assert stream(by_kind[kind]) != stream({**by_kind[kind], "ref": "r"})
    for kind in ("employee", "shift", "leave", "monitoring", "swap", "dispute", "complaint", "period", "rules", "site"):
        assert stream(by_kind[kind]) == stream({**by_kind[kind], "ref": "r"})
    assert stream(by_kind["leave_decision"]) == stream(by_kind["leave"])


@forall(st.integers(-(10**14) + 1, 10**14 - 1))
def test_figures_are_shown_with_two_decimals_and_read_back(value: int) -> None:
    assert hundredths(show_hundredths(value)) == value


@forall(st.datetimes(min_value=datetime(1900, 1, 3), max_value=datetime(2999, 12, 30)), st.integers(-1439, 1439))  # noqa: DTZ001
def test_an_instant_keeps_its_offset_and_its_value(moment: datetime, offset: int) -> None:
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset)
    text = f"{moment.isoformat()}{sign}{minutes // 60:02d}:{minutes % 60:02d}"
    fact = read_object({"kind": "clock", "employee": "A", "at": text, "direction": "in"})
    assert datetime.fromisoformat(plain_state(fact)["at"]) == datetime.fromisoformat(text)
    assert plain_state(fact)["at"][-6:] == text[-6:].replace("-00:00", "+00:00")


@forall(st.dates(min_value=date(1900, 1, 1), max_value=date(2999, 12, 31)))
def test_every_date_from_1900_to_2999_is_read(day: date) -> None:
    fact = read_object({"kind": "shift", "employee": "A", "date": day.isoformat(), "shift": "C"})
    assert plain_state(fact)["date"] == day.isoformat()


@pytest.fixture
def tea_break() -> Iterator[type[Fact]]:
    class TeaBreak(Fact):
        """Somebody has tea (喝茶)."""

        kind: ClassVar[str] = "tea_break"
        natural_key: ClassVar[tuple[str, ...]] = ("tea",)
        personal: ClassVar[tuple[str, ...]] = ("sort",)
        dated_by: ClassVar[str | None] = "on"
        chapter: ClassVar[str] = "S12"
        label_zh: ClassVar[str] = "喝茶"
        label_en: ClassVar[str] = "tea break"

        tea: Identifier
        employee: EmployeeNumber
        on: Date
        sort: Identifier

    yield TeaBreak
    del KINDS["tea_break"]


@pytest.mark.usefixtures("tea_break")
def test_a_new_kind_is_one_model(ledger: Ledger, tmp_path: Path) -> None:
    tea = {"tea": "t1", "employee": "A", "on": "2026-10-12", "sort": "龙井"}
    given(ledger)
    assert when(ledger, kind="tea_break", **tea).status == "accepted"
    assert when(ledger, kind="tea_break", **tea).status == "duplicate"
    assert when(ledger, kind="tea_break", **{**tea, "sort": "乌龙"}).status == "conflict"
    assert when(ledger, kind="tea_break", **{**tea, "tea": "t2", "employee": "Z"}).status == "rejected"
    assert kinds_of(ledger)[-1] == "tea_break"
    with (tmp_path / "export").open("w+b") as file:
        ledger.exports.write(file)
        file.seek(0)
        exported = from_json(file.read().splitlines()[-1])
    assert {name: exported[name] for name in tea} == tea


def test_a_field_whose_stored_form_is_not_known_is_no_field() -> None:
    with pytest.raises(TypeError, match="types of ledger"):

        class TeaBreak(Fact):
            kind: ClassVar[str] = "tea_break"
            natural_key: ClassVar[tuple[str, ...]] = ("on",)

            on: date

    assert "tea_break" not in KINDS
