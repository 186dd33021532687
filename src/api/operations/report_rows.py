"""The reports as they are answered in JSON: a named object a report, made of its columns."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from pydantic import create_model

from api.operations.answer import Answer
from projections.reports import REPORTS, Column


class PayLine(Answer):
    """A line of pay: what it is, the amount in yuan, and the clause of the manual."""

    item: str
    amount: str
    clause: str


class PaymentItem(Answer):
    """An item of which what was paid differs from what the books have; amounts in yuan."""

    item: str
    ledger: str
    paid: str


_LISTS: Mapping[str, Any] = {"lines": list[PayLine], "items": list[PaymentItem], "totals": list[str | None]}
"""The lists that are not of texts, by the name of the column."""


class ReportRows(Answer):
    """A report at its coordinates; `disputes` is there where one is open about what it shows."""

    period: str
    position: int
    rules: str
    rows: list[Mapping[str, Any]]
    next: str | None = None
    disputes: Sequence[Mapping[str, Any]] = ()
    replayed: bool = False
    """Of a closed period, and not as it was frozen: its closing did not freeze the report, or the bytes are lost."""


@cache
def report_model(name: str) -> type[Answer]:
    """The object that a report is answered as."""
    definition, title = REPORTS[name], name.title().replace("_", "")
    fields: dict[str, Any] = {column.name: (_type_of(column), ...) for column in definition.columns}
    row = create_model(
        f"{title}Row",
        __base__=Answer,
        __doc__=f"A row: {definition.en.lower()}.",
        **fields,
    )
    return create_model(
        f"{title}Report",
        __base__=Answer,
        __doc__=f"{definition.en} · {definition.zh}",
        period=(str, ...),
        position=(int, ...),
        rules=(str, ...),
        rows=(list[row], ...),
        next=(str | None, ...),
        disputes=(list[dict[str, Any]], []),
        replayed=(bool, False),
    )


def _type_of(column: Column) -> Any:
    if column.whole_in is not None:
        return int | str
    kind = str(column.type)
    if kind.startswith("List"):
        return _LISTS.get(column.name, list[str])
    return {"Int64": int | None, "Boolean": bool}.get(kind, str | None)
