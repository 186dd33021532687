"""Sheets in a process of their own are read as they are elsewhere; one that asks for too much is refused."""

from io import BytesIO
from pathlib import Path

import pytest

from ledger.formats.sheets import sandbox, sheets_apart
from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.sandbox import tables_of
from ledger.formats.sheets.workbook import Row, Table, read_tables
from ledger.refusal import LedgerError
from tests.ledger.formats.paper import workbook

ROWS = [["工号", "日期"], ["1001", "2026-10-12"], [1002, None]]


@pytest.mark.slow
@pytest.mark.parametrize("sheet", [Sheet(), Sheet(name=("表",)), Sheet(header=1, delimiter=",")])
def test_a_workbook_is_read_apart_as_it_is_elsewhere(tmp_path: Path, sheet: Sheet) -> None:
    content = workbook(tmp_path, ROWS).read_bytes()
    with sheets_apart():
        found = tables_of(BytesIO(content), sheet, "m")
    assert found == read_tables(BytesIO(content), sheet, "m") == tables_of(BytesIO(content), sheet, "m")
    assert found[0].rows[1] == Row(2, ["1001", "2026-10-12"])


@pytest.mark.slow
def test_a_large_text_is_read_apart_as_it_is_elsewhere() -> None:
    long = "x" * 998
    content = b"a,b\n" + f"{long},2\n".encode() * 9_000
    with sheets_apart():
        (table,) = tables_of(BytesIO(content), Sheet(), "m")
    assert (len(table.rows), table.rows[-1]) == (9_001, Row(9_001, [long, "2"]))
    with sheets_apart():
        assert tables_of(BytesIO(b"a,b"), Sheet(), "m") == [Table("", [Row(1, ["a", "b"])])]


@pytest.mark.slow
def test_what_is_wrong_with_a_sheet_is_told_from_there(tmp_path: Path) -> None:
    content = workbook(tmp_path, ROWS).read_bytes()
    with sheets_apart():
        with pytest.raises(LedgerError, match="the file has no sheet 工资; its sheets are 表"):
            tables_of(BytesIO(content), Sheet(name=("工资",)), "m")
        with pytest.raises(LedgerError, match="the workbook cannot be read"):
            tables_of(BytesIO(content[:300]), Sheet(), "m")


@pytest.mark.slow
def test_a_sheet_that_asks_for_too_much_memory_or_time_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    far = [["工号"], *[[]] * 3]
    content = workbook(tmp_path, [*far, [None] * 16_383 + ["x"]]).read_bytes()
    farther = _moved(tmp_path)
    with sheets_apart():
        assert len(tables_of(BytesIO(content), Sheet(), "m")[0].rows) == 5
        with pytest.raises(LedgerError, match="takes too much memory or time"):
            tables_of(BytesIO(farther), Sheet(), "m")
        monkeypatch.setattr(sandbox, "SECONDS", 0)
        with pytest.raises(LedgerError, match="takes too much memory or time"):
            tables_of(BytesIO(content), Sheet(), "m")


def _moved(folder: Path) -> bytes:
    """A workbook of two cells, in the first and the last place that there are."""
    import xlsxwriter

    with xlsxwriter.Workbook(folder / "far.xlsx") as book:
        page = book.add_worksheet()
        page.write(0, 0, "工号")
        page.write(1_048_575, 16_383, "x")
    return (folder / "far.xlsx").read_bytes()
