"""Lines that are no facts: each is refused with a code and a sentence, whatever it holds."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import example
from hypothesis import given as forall
from hypothesis import strategies as st

from ledger.facts import KINDS
from ledger.facts.interchange_line import LINE_LIMIT, read_fact
from ledger.refusal import RefusedError
from tests.ledger.material import PUNCH, SITE
from tests.ledger.samples import SAMPLES

BY_KIND: dict[str, dict[str, Any]] = {sample["kind"]: sample for sample in SAMPLES}


def answer(line: bytes | dict[str, Any]) -> str:
    with pytest.raises(RefusedError) as caught:
        read_fact(line if isinstance(line, bytes) else json.dumps(line).encode())
    return f"{caught.value.refusal.code}: {caught.value.refusal.message}"


def changed(kind: str, **fields: Any) -> dict[str, Any]:
    return {**BY_KIND[kind], **fields}


REFUSED = {
    "a kind that there is not": ({"kind": "tea_break"}, "unknown_kind", "tea_break"),
    "a kind that is nearly right": ({"kind": "clocks"}, "unknown_kind", "such as clock"),
    "no kind": ({"employee": "A"}, "missing_field", "kind"),
    "a field that there is not": (changed("shift", colour="red"), "unknown_field", "colour"),
    "a field within a field": (
        changed("monitoring", criteria=[{"name": "x", "weight": 1, "score": 1, "zz": 1}]),
        "unknown_field",
        "criteria[0]",
    ),
    "a missing field": ({"kind": "exam", "exam": "e"}, "missing_field", "employee"),
    "a score of 101": (changed("exam", score=101), "bad_value", "score is 101"),
    "a score below 0": (changed("exam", score="-1"), "bad_value", "0 to 100"),
    "a score of three decimals": (changed("exam", score="80.555"), "bad_value", "two decimals"),
    "a score that is a float": (changed("exam", score=80.5), "bad_value", "decimal string"),
    "a score that is true": (changed("exam", score=True), "bad_value", "decimal string"),
    "money that is a number": (changed("base_salary", monthly=4800), "bad_value", "decimal string"),
    "money with an exponent": (changed("base_salary", monthly="1e3"), "bad_value", "decimal string"),
    "a salary below 0": (changed("base_salary", monthly="-1.00"), "bad_value", "from"),
    "a salary above a hundred million": (changed("base_salary", monthly="100000000.01"), "bad_value", "100000000.00"),
    "overtime below 0": (changed("overtime_approved", minutes=-1), "bad_value", "0 to 1440"),
    "overtime of more than a day": (changed("overtime_approved", minutes=1441), "bad_value", "0 to 1440"),
    "minutes that are a float": (changed("overtime_approved", minutes=60.0), "bad_value", "whole number"),
    "leave of no minutes": (changed("leave", minutes=0), "bad_value", "1 to 1440"),
    "a lot below 0": (changed("opening", lots=[{"period": "2026-01", "minutes": -1}]), "bad_value", "lots[0].minutes"),
    "a date that does not exist": (changed("exam", date="2026-02-30"), "bad_value", "2026-02-30"),
    "a date of another century": (changed("exam", date="1899-12-31"), "bad_value", "1900"),
    "a date written otherwise": (changed("exam", date="2026-2-3"), "bad_value", "YYYY-MM-DD"),
    "a date with a time": (changed("exam", date="2026-02-03T00:00:00"), "bad_value", "YYYY-MM-DD"),
    "a date in wide digits": (changed("exam", date="２０２６-02-03"), "bad_value", "YYYY-MM-DD"),
    "a naive instant": (changed("clock", at="2026-10-12T09:30:00"), "bad_value", "offset"),
    "an instant without seconds": (changed("clock", at="2026-10-12T09:30+08:00"), "bad_value", "offset"),
    "an instant as a number": (changed("clock", at=1_760_000_000), "bad_value", "offset"),
    "an instant of hour 25": (changed("clock", at="2026-10-12T25:30:00Z"), "bad_value", "exists"),
    "a period of month 13": (changed("allowance", period="2026-13"), "bad_value", "YYYY-MM"),
    "another direction": (changed("clock", direction="up"), "bad_value", "one of in, out, auto"),
    "an empty name": (changed("clock", employee=""), "bad_value", "1 to 200"),
    "a name that is too long": (changed("clock", employee="x" * 201), "bad_value", "1 to 200"),
    "a NUL in a name": (changed("clock", employee="A\0"), "bad_value", "control characters"),
    "a written that is a text": (changed("praise", written="yes"), "bad_value", "true or false"),
    "a start day of 29": ({**SITE, "period_start_day": 29}, "bad_value", "1 to 28"),
    "a time zone that there is not": ({**SITE, "time_zone": "Asia/Peking"}, "bad_value", "Asia/Shanghai"),
    "a revision of nothing": (
        {name: value for name, value in changed("monitoring_revision").items() if name != "score"},
        "bad_value",
        "either score or withdrawn",
    ),
    "a revision of both": (changed("monitoring_revision", withdrawn=True), "bad_value", "either"),
    "a withdrawal that is false": (
        {**{k: v for k, v in changed("monitoring_revision").items() if k != "score"}, "withdrawn": False},
        "bad_value",
        "withdrawn: true",
    ),
    "an unknown parameter": (changed("rules", parameters={"night": "1"}), "bad_parameter", "night"),
    "a parameter of another type": (
        changed("rules", parameters={"lieu_months": "six"}),
        "bad_parameter",
        "lieu_months",
    ),
    "a parameter out of range": (changed("rules", parameters={"lieu_notice_days": -1}), "bad_parameter", "lieu_notice"),
    "an id that is invalid": (changed("dispute", about="12"), "bad_value", "id of a fact"),
    "a void of another kind": (changed("void", of_kind="leave"), "not_allowed", "no void takes a leave"),
    "an ext that is not an object": ({**PUNCH, "ext": [1]}, "bad_value", "ext"),
    "an ext with a number that is not exact": ({**PUNCH, "ext": {"x": 2**60}}, "bad_value", "exact"),
    "an ext that is nested deeply": (
        b'{"kind":"clock","ext":' + b'{"a":' * 20 + b"1" + b"}" * 20 + b"}",
        "bad_value",
        "deep",
    ),
    "a line that is nested deeply": (b'{"kind":"clock","ext":' + b"[" * 10_000, "bad_json", "recursion"),
    "a line of too many parts": (b'{"kind":"clock","ext":' + b"[" * 100_000, "too_long", "20000 fields and lists"),
    "the position of an export": ({**PUNCH, "position": 4}, "restore_only", "empty ledger"),
    "a field twice": (
        b'{"kind":"clock","employee":"A","employee":"B","at":"2026-10-12T01:30:00Z","direction":"in"}',
        "double_field",
        "employee",
    ),
    "a list": (b"[1]", "bad_json", "no object"),
    "a number": (b"5", "bad_json", "no object"),
    "half a line": (b'{"kind": "clock", "employee": "A"', "bad_json", "not JSON"),
    "NaN": (b'{"kind": "exam", "score": NaN}', "missing_field", "exam"),
    "a lone surrogate": (b'{"kind": "clock", "employee": "\\ud800"}', "bad_json", "not JSON"),
    "UTF-16": (json.dumps(PUNCH).encode("utf-16"), "bad_encoding", "UTF-8"),
    "GBK": ('{"kind": "employee", "name": "张三"}'.encode("gbk"), "bad_encoding", "UTF-8"),
    "NUL bytes": (b"\0" * 1000, "bad_encoding", "NUL"),
    "a line that is too long": (b'{"kind": "clock", "x": "' + b"x" * LINE_LIMIT + b'"}', "too_long", "bytes"),
}


@pytest.mark.parametrize(("line", "code", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_refused_is(line: bytes | dict[str, Any], code: str, words: str) -> None:
    sentence = answer(line)
    assert sentence.startswith(f"{code}: ")
    assert words in sentence
    assert "\n" not in sentence
    assert len(sentence) < 700


def test_a_refusal_does_not_repeat_a_personal_text() -> None:
    assert "secret" not in answer(changed("correction", note="secret\0"))


@pytest.mark.parametrize(
    "at", ["2026-10-12t09:30:00z", "2026-10-12 09:30:00.123456+08:00", "2026-10-12T09:30:00-00:00"]
)
def test_an_instant_is_read_however_rfc_3339_lets_it_be_written(at: str) -> None:
    read_fact(json.dumps({**PUNCH, "at": at}).encode())


def test_the_kind_may_stand_anywhere_on_the_line() -> None:
    last = {name: PUNCH[name] for name in reversed(PUNCH)}
    assert read_fact(json.dumps(last).encode()) == read_fact(json.dumps(PUNCH).encode())


@forall(st.binary(max_size=300))
@example(b"{")
@example(b'{"kind":"clock",')
def test_any_bytes_are_a_fact_or_a_refusal(line: bytes) -> None:
    with pytest.raises(RefusedError):
        read_fact(line)


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["in", "2026-10", "A"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.slow
@forall(st.sampled_from(SAMPLES), st.data())
def test_any_value_in_any_field_is_a_fact_or_a_refusal(sample: dict[str, Any], data: st.DataObject) -> None:
    fields = list(KINDS[sample["kind"]].names.values())
    line = {**sample, data.draw(st.sampled_from(fields)): data.draw(_JSON)}
    with contextlib.suppress(RefusedError):
        read_fact(json.dumps(line).encode())


@pytest.mark.slow
@forall(st.dictionaries(st.text(max_size=10), _JSON, max_size=5))
def test_an_ext_is_given_back_as_it_came_or_refused(ext: dict[str, Any]) -> None:
    with contextlib.suppress(RefusedError):
        fact = read_fact(json.dumps({**PUNCH, "ext": ext}).encode())
        assert fact.ext == json.loads(json.dumps(ext))
