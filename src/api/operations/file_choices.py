"""How a file is read: what was chosen, the forms that its content may have, and its sheets as they are read so."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.operations.import_options import ImportOptions
from ledger.formats.sheets import read_mapping, sheets_apart, suggestions, tables_of, text_of, told_of_file
from ledger.formats.sheets.mapping import Mapping as SheetMapping
from ledger.formats.sheets.mapping_parts import Sheet
from ledger.formats.sheets.mended_sheets import lines_as_rows
from ledger.formats.sheets.workbook import Table, is_workbook
from ledger.formats.zkteco import is_a_log
from ledger.refusal import LedgerError

_MOST_CELLS = 200_000
_MAP = "map:"
_LINES = ("interchange", "zkteco")


@dataclass(frozen=True, slots=True)
class FileChoices:
    """How a file is read: its form (`interchange`, `zkteco`, or `map:` and a mapping), and what is said beside it.

    `given` are texts of columns for all rows. An empty form is none yet.
    """

    called: str = ""
    form: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    sheet: Sequence[str] = ()
    encoding: str = ""
    device: str = ""
    trust_direction: bool = False
    strict: bool = False

    @property
    def map(self) -> str:
        """The name of the mapping; empty where it is not read by one."""
        return self.form.removeprefix(_MAP) if self.form.startswith(_MAP) else ""

    def options(self, *, dry_run: bool) -> ImportOptions:
        """The same as the options of an import. Raises Problem for an unknown word."""
        is_sheet = bool(self.map)
        return ImportOptions(
            format="sheet" if is_sheet else self.form,
            map=self.map,
            set=[f"{name}={text}" for name, text in self.given.items() if text] if is_sheet else (),
            sheet=self.sheet if is_sheet else (),
            encoding=self.encoding if is_sheet else "",
            device=self.device if self.form == "zkteco" else "",
            trust_direction=self.trust_direction,
            dry_run=dry_run,
            strict=self.strict,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A form that a file may have: the headings that were found, and the columns that have to be given for all rows."""

    form: str
    headings: Sequence[str] = ()
    missing: Sequence[str] = ()


def found_forms(content: bytes, encoding: str) -> list[Found]:
    """The forms that a file may have, by its content, the best first; none where nothing fits, or it is not certain."""
    beginning = content[:4_096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if beginning[:1] == b"{":
        return [Found("interchange")]
    if is_a_log(beginning):
        return [Found("zkteco")]
    try:
        with sheets_apart():
            fitting = suggestions(io.BytesIO(content), encoding or None)
    except LedgerError:
        return []
    best: dict[str, Found] = {}
    for each in fitting:
        best.setdefault(each.mapping, Found(f"{_MAP}{each.mapping}", each.headings, each.missing))
    return list(best.values())


def tables_of_file(choices: FileChoices, content: bytes) -> Sequence[Table]:
    """The sheets of a file as they are read, of lines one of a column. Raises LedgerError where they cannot be."""
    if choices.form in _LINES and not is_workbook(io.BytesIO(content)):
        return lines_as_rows(content)
    sheet, words, name = Sheet(encoding=choices.encoding or None), set[str](), choices.called
    if choices.map:
        options = told_of_file(read_mapping(choices.map, text_of(choices.map)), choices.encoding, choices.sheet)
        mapping = SheetMapping.read(choices.map, options["mapping"])
        sheet, words, name = mapping.sheet, mapping.words(), choices.map
    with sheets_apart():
        tables = tables_of(io.BytesIO(content), sheet, name, words)
    if sum(len(row.cells) for table in tables for row in table.rows) > _MOST_CELLS:
        raise LedgerError(f"the file has more than {_MOST_CELLS} cells, too many to be shown; import it as it is")
    return tables


def columns_of(choices: FileChoices) -> Mapping[str, Sequence[str]]:
    """The columns that a file may have by its mapping, each with its headings; none where it is read by no mapping."""
    if not choices.map:
        return {}
    mapping = SheetMapping.read(choices.map, read_mapping(choices.map, text_of(choices.map))["mapping"])
    return {name: column.heading for name, column in mapping.columns.items() if column.of is None}
