"""A mapping of a sheet of pay: which column is which item, where the sheet is not the register. Read from TOML.

    employee = "工号"
    unit = "yuan"                           # or fen
    pad = 4                                 # employee numbers that a spreadsheet has cut the zeros of
    ignore = ["备注", "银行卡号"]
    [sheet]                                 # as in the mappings of an import: name, header, encoding, delimiter
    name = "10月工资"
    header = 3
    [columns]
    "岗位工资" = "base"                      # an item, by its name or its label; columns of one item add up
    "事假扣款" = "-leave_deduction:personal"  # a minus: the column has what is taken off as a positive amount
    "津贴合计" = "allowance"                 # without a type: all types that have no column of their own
    "实发" = "total"

Every key may be left out; columns that are headed as on the register need not be named.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from ledger.formats.sheets.mapping_parts import Sheet, Texts
from ledger.formats.sheets.toml import toml_model
from ledger.refusal import LedgerError

EMPLOYEE_HEADINGS = ("employee", "工号", "Employee")
NAME_HEADINGS = ("姓名", "基本工资", "实发", "合计")


class PaidMapping(BaseModel):
    """Where a sheet of pay has what; closed, and never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    sheet: Annotated[Sheet, BeforeValidator(Sheet.model_validate)] = Sheet()
    employee: Texts = EMPLOYEE_HEADINGS
    pad: Annotated[int, Field(ge=1, le=32)] | None = None
    unit: Literal["yuan", "fen"] = "yuan"
    columns: dict[str, str] = {}
    ignore: Texts = ()

    def words(self) -> set[str]:
        """The headings that a sheet of pay may have, by which its encoding is known."""
        return {*EMPLOYEE_HEADINGS, *NAME_HEADINGS, *self.employee, *self.columns, *self.ignore}


def read_paid_mapping(path: Path | None, ignored: Iterable[str] = ()) -> PaidMapping:
    """The mapping of a file, or that of the register; headings that are ignored are added to it."""
    try:
        content = b"" if path is None else path.read_bytes()
    except OSError as error:
        raise LedgerError(f"the mapping {path} cannot be read ({error.strerror}); give a TOML file") from None
    return paid_mapping_of(content, str(path), ignored)


def paid_mapping_of(content: bytes, name: str, ignored: Iterable[str] = ()) -> PaidMapping:
    """The same of the content of a file, by its name for sentences."""
    mapping = toml_model(PaidMapping, content, f"the mapping {name}")
    return mapping.model_copy(update={"ignore": (*mapping.ignore, *ignored)})
