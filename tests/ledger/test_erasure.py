"""S12 个人信息删除: a person is erased by destroying a key; what may not be erased yet is refused, with the reason."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from hypothesis import given as always
from hypothesis import strategies as st

from ledger.closing import Frozen
from ledger.decisions.erasure import EraseCommand, PersonState, decide_erasing, decide_erasing_again
from ledger.erasure.erasure_list import read_list
from ledger.erasure.person_erasure import Erased
from ledger.facts.governance import Erasure
from ledger.facts.people import Site
from ledger.ledger import Ledger, LedgerError
from ledger.refusal import Refusal
from ledger.store.clear_texts import Person, mentions
from ledger.store_connection import place_of
from projections.journal import JournalReader
from tests.ledger.material import COLLEAGUE, EMPLOYEE, PUNCH, Hands, given, kinds_of, refusal, when, written
from tests.ledger.stores import Stores

NAME = "穆芷若"
NOTE = "在电话里哭了很久，班长陪她去了医院"
MISTAKEN = "穆芷若的旧地址在朝晖路"
TEXTS = (NAME, NOTE, MISTAKEN)
PERSON = {
    "kind": "employee",
    "employee": "A",
    "name": NAME,
    "role": "csr",
    "team": "T1",
    "hired_on": "2026-10-01",
    "channel": "phone",
}
VIOLATION = {"kind": "violation", "violation": "v1", "employee": "A", "date": "2026-10-12", "note": NOTE}
LEAVING = {"kind": "leaving", "employee": "A", "last_day": "2026-10-20", "reason": "resigned"}
HOLD = {"kind": "legal_hold", "employee": "A", "by": "HR", "reason": "诉讼"}
REFUSED_LINES: list[dict[str, Any] | bytes] = [
    {**PERSON, "rol": "csr", "ext": {"address": MISTAKEN}},
    json.dumps({**PERSON, "hired_on": "yesterday"}).encode(),
    f"{NAME};A;{NOTE}".encode(),
    {**COLLEAGUE, "rol": "csr"},
]


def close(ledger: Ledger, period: str) -> None:
    frozen = Frozen("manual", "0.1.0", "2026a", {"hours": b'{"rows":["A"]}'}, b"{}")
    ledger.closings.close(period, "HR", lambda _position, _at: frozen)


@pytest.fixture
def left(ledger: Ledger, clock: Hands, tmp_path: Path) -> Ledger:
    """A ledger with somebody who has left, whose last period is closed, and of whom lines were refused."""
    given(ledger, PERSON, VIOLATION, LEAVING, PUNCH)
    assert ledger.imports.import_file(written(tmp_path, REFUSED_LINES, "sent.ndjson")).rejected == 4
    (tmp_path / "sent.ndjson").unlink()
    close(ledger, "2026-10")
    clock.move(hours=1)
    return ledger


def erase(ledger: Ledger, reason: str = "asked for") -> Erased:
    answer = ledger.erasures.erase("A", "HR", reason)
    assert isinstance(answer, Erased), answer
    assert answer.left is None
    return answer


def refused(ledger: Ledger, **words: str) -> str:
    answer = ledger.erasures.erase(**{"employee": "A", "by": "HR", "reason": "asked for"} | words)
    assert isinstance(answer, Refusal), answer
    assert "\n" not in answer.message
    return f"{answer.code}: {answer.message}"


def exported(ledger: Ledger, *, exact: bool = False) -> bytes:
    stream = io.BytesIO()
    (ledger.exports.write_exact if exact else ledger.exports.write)(stream)
    return stream.getvalue()


def exported_facts(ledger: Ledger) -> list[dict[str, Any]]:
    """The facts of an export, without what closings froze."""
    lines = [json.loads(line) for line in exported(ledger).splitlines()]
    return [line for line in lines if "kind" in line]


def forms(text: str) -> set[bytes]:
    """How a text may lie in a file: in UTF-8, in UTF-16, and as JSON escapes it."""
    return {text.encode(), text.encode("utf-16-le"), text.encode("gb18030"), json.dumps(text)[1:-1].encode()}


def found_in(content: bytes) -> set[str]:
    return {text for text in TEXTS if any(form in content for form in forms(text))}


def store_files(stores: Stores) -> Iterator[Path]:
    """The files of a store: a SQLite file with what is beside it, or the relations of a PostgreSQL server."""
    url = stores.url()
    if url.startswith("sqlite"):
        path = Path(url.removeprefix("sqlite:///"))
        yield from path.parent.glob(f"{path.name}*")
        return
    with psycopg.connect(url.partition("?schema=")[0].partition("&schema=")[0], autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SHOW data_directory").fetchone()
    assert row is not None
    yield from (each for each in Path(row[0]).joinpath("base").rglob("*") if each.is_file())


def found_in_store(stores: Stores) -> set[str]:
    found: set[str] = set()
    for path in store_files(stores):
        found |= found_in(path.read_bytes())
    return found


def test_what_was_erased_is_in_no_byte_of_the_store_nor_of_what_is_made_of_it(
    left: Ledger, stores: Stores, tmp_path: Path
) -> None:
    assert found_in(exported(left)) == {NAME, NOTE}
    assert found_in_store(stores) == set(TEXTS)
    wrapped = bytes(stores.rows("SELECT wrapped FROM keys WHERE subject='employee:A'")[0][0])
    assert len(wrapped) > 32

    erase(left)
    journal = tmp_path / "journal"
    JournalReader(left, journal).at()
    left.upkeep.back_up(tmp_path / "made.backup")
    for name, content in (("made.ndjson", exported(left)), ("made.exact", exported(left, exact=True))):
        (tmp_path / name).write_bytes(content)
    assert found_in_store(stores) == set()
    made = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in made} >= {"made.backup", "made.ndjson", "made.exact"}
    assert [path.name for path in made if found_in(path.read_bytes())] == []
    assert [path.name for path in (*store_files(stores), *made) if wrapped in path.read_bytes()] == []


def test_names_and_texts_read_erased_and_all_else_is_as_it_was(left: Ledger, stores: Stores) -> None:
    before = exported_facts(left)
    stored = stores.rows("SELECT * FROM events ORDER BY position")
    answer = erase(left)
    assert (answer.employee, answer.position, answer.again) == ("A", len(before) + 1, False)
    assert stores.rows("SELECT * FROM events ORDER BY position")[:-1] == stored
    after = exported_facts(left)
    for was, now in zip(before, after[:-1], strict=True):
        gone = {"name", "note"} if was.get("employee") == "A" else set()
        assert now == {name: value for name, value in was.items() if name not in gone}
    assert after[-1] == after[-1] | {"kind": "erasure", "employee": "A", "by": "HR", "reason": "asked for"}
    assert left.identifiers.names() == {"A": "[erased]", "B": "李四"}
    assert {entry.erased for entry in left.facts.history("A").entries if entry.fact.kind == "violation"} == {True}


def test_whoever_has_the_ledger_open_already_reads_erased_too(left: Ledger, stores: Stores, clock: Hands) -> None:
    with stores.open(clock=clock) as other, other.facts.follow(1) as follower:
        assert other.identifiers.names()["A"] == NAME
        assert next(follower).as_json()["name"] == EMPLOYEE["name"]
        erase(left)
        assert other.identifiers.names()["A"] == "[erased]"
        texts = [next(follower).as_json() for _ in range(3)]
        assert [each.get("name", each.get("note")) for each in texts] == ["李四", "[erased]", None]
        assert "erased" in refusal(when(other, **PERSON))


def test_a_refused_line_about_the_person_is_blanked_and_those_about_others_stay(left: Ledger) -> None:
    before = left.imports.quarantine.entries(None)
    erase(left)
    lines = left.imports.quarantine.entries(None)
    assert [(line.raw, line.state) for line in lines[:3]] == [(b"", "dismissed")] * 3
    assert all("'A', whose personal data was erased" in line.message for line in lines[:3])
    assert [line.code for line in lines] == [line.code for line in before]
    assert lines[3] == before[3]


def test_nobody_is_recorded_again_under_an_erased_number(left: Ledger, clock: Hands) -> None:
    erase(left)
    last = left.facts.last_position()
    assert refusal(when(left, **PERSON)) == (
        "erased: the personal data of employee 'A' was erased, and nothing personal is recorded under that number "
        "again; give somebody who comes back a new number, and leave personal texts out"
    )
    assert "erased" in refusal(when(left, **{**PERSON, "name": "另一人"}))
    assert "erased" in refusal(when(left, **VIOLATION))
    assert "erased" in refusal(when(left, **{**VIOLATION, "violation": "v2"}))
    assert "erased" in refusal(when(left, **{**PUNCH, "device": "g7", "reason": "忘了"}))
    assert "erased" in refusal(when(left, kind="void", of_kind="violation", of="v1", by="HR", reason="错了"))
    assert left.facts.last_position() == last
    assert when(left, **{**PUNCH, "device": "g7"}).status == "accepted"
    assert when(left, **{**PERSON, "employee": "A2"}).status == "accepted"


def test_a_line_that_comes_later_leaves_no_text_in_the_quarantine(left: Ledger, stores: Stores, tmp_path: Path) -> None:
    erase(left)
    answer = left.imports.import_file(
        written(tmp_path, [PERSON, {**PERSON, "rol": "x"}, {**COLLEAGUE, "rol": "x"}], "late")
    )
    assert answer.rejected == 3
    lines = left.imports.quarantine.entries()[-3:]
    assert [line.raw for line in lines[:2]] == [b"", b""]
    assert b'"B"' in lines[2].raw
    assert found_in_store(stores) == set()


def test_an_erasure_again_is_told_so_and_cleans_again(left: Ledger, stores: Stores) -> None:
    position = erase(left).position
    again = left.erasures.erase("A", "somebody else", "why not")
    assert again == Erased("A", position, again=True)
    assert kinds_of(left).count("erasure") == 1


def test_the_list_beside_the_master_key_knows_of_every_erasure(left: Ledger) -> None:
    assert read_list(left.erasures.file) == []
    erase(left)
    (listed,) = read_list(left.erasures.file)
    assert (listed.employee, listed.by, listed.reason) == ("A", "HR", "asked for")
    left.erasures.erase("A", "HR", "again")
    assert read_list(left.erasures.file) == left.erasures.all() == [listed]
    assert left.erasures.missing() == []


@pytest.mark.slow
def test_somebody_without_a_text_is_erased_too_and_stays_so(ledger: Ledger, stores: Stores, clock: Hands) -> None:
    given(ledger, PERSON, LEAVING)
    close(ledger, "2026-10")
    stores.rows("DELETE FROM keys WHERE subject='employee:A'")
    with stores.open(clock=clock) as reopened:
        erase(reopened)
        assert "erased" in refusal(when(reopened, **PERSON))
    assert [bytes(row[0]) for row in stores.rows("SELECT wrapped FROM keys WHERE subject='employee:A'")] == [b""]


def test_who_is_employed_is_not_erased(ledger: Ledger, clock: Hands) -> None:
    given(ledger, PERSON)
    assert refused(ledger) == "employed: 'A' is employed; record the leaving first, and erase after the last day"
    when(ledger, **{**LEAVING, "last_day": "2026-11-23"})
    assert refused(ledger).startswith("employed: 'A' is employed until 2026-11-23, and today is 2026-11-23;")
    clock.move(days=1)
    assert refused(ledger).startswith("open_period: 'A' is in the reports of 2026-11, which is open;")
    when(ledger, **{**LEAVING, "last_day": None})
    assert refused(ledger).startswith("employed: 'A' is employed;")


def test_who_is_in_an_open_period_is_not_erased(ledger: Ledger, clock: Hands) -> None:
    given(ledger, PERSON, LEAVING)
    assert "2026-10, which is open" in refused(ledger)
    close(ledger, "2026-10")
    assert when(ledger, **VIOLATION).status == "accepted"
    late = refused(ledger)
    assert late.startswith("open_period: the fact of 'A' at ledger position 7 was recorded after 2026-10 was closed")
    clock.move(days=40)
    close(ledger, "2026-11")
    assert erase(ledger).position == 9


def test_a_fact_dated_in_an_open_period_keeps_somebody_who_left(ledger: Ledger) -> None:
    given(ledger, PERSON, LEAVING, {**PUNCH, "at": "2026-11-03T09:00:00+08:00"})
    close(ledger, "2026-10")
    assert "2026-11, which is open" in refused(ledger)


def test_a_legal_hold_stands_until_it_is_lifted(left: Ledger) -> None:
    when(left, **HOLD)
    assert refused(left) == (
        "legal_hold: the data of 'A' may not be erased while the legal hold by 'HR' stands; lift it first, with "
        "a legal_hold whose reason is null"
    )
    when(left, **{**HOLD, "reason": None, "by": "H2"})
    assert erase(left).position == left.facts.last_position()


def test_who_is_not_there_is_not_erased(left: Ledger) -> None:
    assert refused(left, employee="Z") == (
        "unknown_employee: there is no employee 'Z' on the ledger; give a recorded number"
    )


def test_the_name_is_not_recorded_by_its_own_erasure(left: Ledger) -> None:
    assert "give the number instead" in refused(left, reason=f"{NAME} has asked for it")
    assert "give the number instead" in refused(left, by=NAME)
    assert kinds_of(left).count("erasure") == 0


def test_an_erasure_that_is_interrupted_has_not_begun(left: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    before = exported(left)

    def fails(*_: Any) -> None:
        raise LedgerError("interrupted")

    with monkeypatch.context() as patch:
        patch.setattr("ledger.erasure.person_erasure.blank", fails)
        with pytest.raises(LedgerError, match="interrupted"):
            left.erasures.erase("A", "HR", "asked for")
    assert exported(left) == before
    assert left.identifiers.names()["A"] == NAME
    erase(left)


@pytest.mark.parametrize("table", ["events", "keys"])
def test_what_keeps_old_rows_alive_is_told_and_gone_the_next_time(
    left: Ledger, stores: Stores, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setattr("ledger.store.sqlite.recorder.LOCK_TIMEOUT", 0.05)
    monkeypatch.setattr("ledger.store.postgres.scrub.LOCK_TIMEOUT", 0.05)
    place = place_of(stores.url())
    reader = place.recorder()
    with reader.looking() as cursor:
        cursor.execute(f"SELECT * FROM {table}")
        answer = left.erasures.erase("A", "HR", "asked for")
        assert isinstance(answer, Erased)
        assert answer.left is not None
        assert "erase again" in answer.left
    reader.close()
    again = erase(left)
    assert (again.position, again.again) == (answer.position, True)
    assert found_in_store(stores) == set()


@pytest.mark.parametrize("stores", ["postgres"], indirect=True)
def test_what_only_reads_a_moment_longer_is_waited_for(
    left: Ledger, stores: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as reading:
        reader = reading.enter_context(closing(stores.recorder()))
        reading.enter_context(reader.looking()).execute("SELECT * FROM events")
        monkeypatch.setattr("ledger.store.postgres.scrub.sleep", lambda _seconds: reading.close())
        erase(left)
    assert found_in_store(stores) == set()


STATE = PersonState(
    site=Site(name="S", time_zone="Asia/Shanghai", first_period="2026-10", period_start_day=1),
    today=date(2026, 12, 1),
    known=True,
    hired_on=date(2026, 10, 1),
    last_day=date(2026, 10, 20),
    last_dated=date(2026, 10, 12),
    last_closed="2026-10",
    names=frozenset({NAME}),
)
COMMAND = EraseCommand("A", "HR", "asked for")
DAYS = st.dates(date(2026, 9, 1), date(2027, 3, 1))


@pytest.mark.slow
@always(
    today=DAYS,
    last_day=st.none() | DAYS,
    last_dated=st.none() | DAYS,
    late=st.none() | st.just(9),
    held_by=st.none() | st.just("HR"),
    erased_at=st.none() | st.just(5),
    last_closed=st.none() | st.sampled_from(["2026-10", "2026-11", "2026-12", "2027-02"]),
    known=st.booleans(),
)
def test_who_is_erased_has_left_long_ago_is_closed_and_held_by_nobody(**said: Any) -> None:
    state = PersonState(site=STATE.site, hired_on=STATE.hired_on, names=STATE.names, **said)
    decision = decide_erasing(COMMAND, state)
    last = max(day for day in (STATE.hired_on, state.last_day, state.last_dated) if day is not None)
    may = (
        state.known
        and state.erased_at is None
        and state.held_by is None
        and state.last_day is not None
        and state.last_day < state.today
        and state.late is None
        and state.last_closed is not None
        and max(f"{last:%Y-%m}", "2026-10") <= state.last_closed
    )
    assert isinstance(decision, Erasure) == may
    assert isinstance(decision, Refusal) == (not may)
    again = decide_erasing_again(COMMAND, state)
    assert isinstance(again, Erasure) == (state.known and state.erased_at is None and state.held_by is None)


@pytest.mark.parametrize(
    ("raw", "mentioned"),
    [
        (b'{"employee":"A"}', True),
        (rb'{"employee":"\u0041"}', True),
        (b'{"employee":"AB","team":"T-A"}', False),
        (b'{"ext":{"of":["A"]}}', True),
        (json.dumps({"text": NOTE}).encode(), True),
        (f'{{"name":"{NAME}","employee":12'.encode(), True),
        (b"A\t2026-10-12 09:00:00", True),
        (b"B\t2026-10-12 09:00:00\tTeam A-1", False),
        (b"\xff\x00A\x00", True),
        (b"", False),
    ],
)
def test_a_line_mentions_a_person_by_number_name_or_text(raw: bytes, mentioned: bool) -> None:
    assert mentions(raw, Person("A", frozenset({NAME}), frozenset({NOTE}))) == mentioned


def test_a_list_of_erasures_that_is_none_is_told(tmp_path: Path, ledger: Ledger) -> None:
    given(ledger)
    path = tmp_path / "list"

    def sentence(content: bytes, look: Callable[[], Any] = lambda: ledger.erasures.missing(path)) -> str:
        path.write_bytes(content)
        with pytest.raises(LedgerError) as caught:
            look()
        return str(caught.value)

    assert "line 1 of the list of erasures" in sentence(b"[]\n")
    assert "line 1" in sentence(b'{"employee":"A"}\n')
    assert "cannot be read" in sentence(b"\xff\n")


def test_what_a_step_says_of_somebody_goes_though_what_it_follows_is_of_nobody(left: Ledger, clock: Hands) -> None:
    at, own, others = "2026-10-06T09:00:00+08:00", "家里有事没做完", "改为明天做"
    task = {"kind": "task", "task": "T1", "title": "整理", "to": ["A", "B"], "by": "M", "at": at}
    step = {"kind": "task_step", "task": "T1", "at": at, "status": "started", "by": "M"}
    complaint = {"kind": "complaint", "complaint": "C1", "date": "2026-10-06"}
    named = {"kind": "complaint_update", "complaint": "C1", "at": at, "status": "followed_up", "by": "M"}
    given(left, task, step | {"employee": "A", "note": own}, step | {"employee": "B", "note": others})
    given(left, complaint, named | {"employee": "A", "note": own})
    assert own in exported(left).decode()
    clock.move(hours=10 * 24)
    close(left, "2026-11")
    clock.move(hours=1)
    erase(left)
    text = exported(left).decode()
    assert own not in text
    assert others in text


REFUND = {"kind": "refund", "refund": "r1", "employee": "A", "date": "2026-10-12", "amount": "5.00"}
DISPUTE = {"kind": "dispute", "dispute": "d1", "employee": "A", "at": "2026-10-12T09:00:00+08:00", "text": NOTE}
COMPLAINT = {"kind": "complaint", "complaint": "c1", "employee": "A", "date": "2026-10-12"}
DECIDED = {"at": "2026-10-13T09:00:00+08:00", "by": "M"}
UNDECIDED = [
    (REFUND, {"kind": "refund_update", "refund": "r1", "status": "rejected", **DECIDED}),
    (DISPUTE, {"kind": "dispute_decision", "dispute": "d1", "decision": "dismissed", "reason": "x", **DECIDED}),
    (COMPLAINT, {"kind": "complaint_update", "complaint": "c1", "status": "dismissed", **DECIDED}),
]


@pytest.mark.parametrize(("opened", "decided"), UNDECIDED, ids=lambda each: each["kind"])
def test_nobody_is_erased_whose_refund_dispute_or_complaint_is_not_decided(
    ledger: Ledger, opened: dict[str, Any], decided: dict[str, Any]
) -> None:
    given(ledger, PERSON, opened, LEAVING)
    close(ledger, "2026-10")
    assert refused(ledger).startswith(f"undecided: the {opened['kind']} ")
    given(ledger, decided)
    assert not refused(ledger).startswith("undecided")


def test_who_lifted_a_hold_leaves_the_erasure_to_somebody_else(left: Ledger) -> None:
    when(left, **HOLD | {"by": "H1"})
    when(left, **HOLD | {"by": "H2", "reason": None, "recorded_by": "H3"})
    for by in ("H2", "H3"):
        assert refused(left, by=by).startswith("own_decision")
    assert isinstance(left.erasures.erase("A", "H1", "asked for"), Erased)
