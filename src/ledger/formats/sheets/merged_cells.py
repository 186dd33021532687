"""Cells that are merged with others: what stands in the first of them stands in all. Nothing else is filled."""

from collections.abc import Collection

from ledger.formats.sheets.workbook import Merged, Row, Table


class MergedCells:
    """The merged cells of a sheet, in the columns in which they are filled."""

    def __init__(self, table: Table, filled: Collection[int], dates: Collection[int]) -> None:
        """Of a sheet: in the columns that are filled, and in those of dates, where one cell may stand for several."""
        self._dates = dates
        self._texts: dict[Merged, str] = {}
        self._by_row: dict[int, list[Merged]] = {}
        for each in table.merged:
            if each.first_column in filled or each.first_column in dates:
                for number in range(each.first_row, each.last_row + 1):
                    self._by_row.setdefault(number, []).append(each)

    def filled(self, row: Row) -> list[str]:
        """The cells of a row, of which the first of merged ones has come before."""
        merged = self._by_row.get(row.number)
        if not merged:
            return row.cells
        cells = list(row.cells)
        for each in merged:
            if row.number == each.first_row:
                self._texts[each] = cells[each.first_column]
            cells[each.first_column] = self._texts.get(each, "")
            for column in range(each.first_column + 1, each.last_column + 1):
                if each.first_column in self._dates and column in self._dates:
                    cells[column] = cells[each.first_column]
        return cells
