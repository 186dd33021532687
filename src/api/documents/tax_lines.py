"""Which lines of pay are taxable and which are exempt, as the site's tax office says. Read from TOML.

    taxable = ["base", "star", "monthly_bonus", "award", "night_allowance", "leave_deduction"]
    exempt = ["allowance:meal"]     # an item, or a line without its type: all of its types that are not named
    others = "taxable"              # what is not named; without it, a line of pay that is not named is refused

The law of tax is not in the ledger: nobody but the site says what is exempt.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.documents.pay_items import PayItems
from ledger.formats.sheets.toml import toml_model
from ledger.refusal import LedgerError, UsageError

Sort = Literal["taxable", "exempt"]
TAXABLE: Sort = "taxable"
EXEMPT: Sort = "exempt"


class TaxLines(BaseModel):
    """The lines of pay by whether they are taxable; closed, and never changed once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    taxable: list[str] = Field(default_factory=list)
    exempt: list[str] = Field(default_factory=list)
    others: Sort | None = None

    def sorts(self, items: Iterable[str]) -> dict[str, Sort]:
        """Whether each item of a payroll is taxable or exempt.

        Raises UsageError for what is not an item of pay, one that is named as both, and one that is not named.
        """
        wanted = list(items)
        known = PayItems(wanted)
        named: dict[str, Sort] = {}
        for sort, texts in ((TAXABLE, self.taxable), (EXEMPT, self.exempt)):
            for text in texts:
                item = known.meant(text)
                if item is None:
                    raise UsageError(f"the tax lines: {sort}: {text!r} is not an item of pay; {known.choice(text)}")
                if named.setdefault(item, sort) != sort:
                    raise UsageError(f"the tax lines name {item} as taxable and as exempt; name it once")
        found: dict[str, Sort] = {}
        for item in wanted:
            sort_of = named.get(item) or named.get(item.partition(":")[0]) or self.others
            if sort_of is None:
                raise UsageError(
                    f"the tax lines do not name {item}, which is paid; name it under taxable or exempt, or say what "
                    'becomes of others, such as others = "taxable"'
                )
            found[item] = sort_of
        return found


def read_tax_lines(path: Path | None) -> TaxLines | None:
    """The tax lines of a file; None where there is none. Raises LedgerError where it cannot be read."""
    if path is None:
        return None
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LedgerError(f"the tax lines {path} cannot be read ({error.strerror}); give a TOML file") from None
    return tax_lines_of(content, str(path))


def tax_lines_of(content: bytes, name: str) -> TaxLines:
    """The same of the content of a file, by its name for sentences."""
    return toml_model(TaxLines, content, f"the file of tax lines {name}")
