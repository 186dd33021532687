"""S11 and the ledger's own affairs: rule sets, closing, voids, legal holds, erasure (规则与治理)."""

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger.facts.base import Fact
from ledger.facts.effects import EVERY_REPORT, Holds, Notice
from ledger.facts.types import Actor, EmployeeNumber, Ext, Identifier, Instant, Period, Text, Yes
from ledger.roles import EVERYONE, SEES_PAY, Row
from ledger.ruleset import ParameterError, normalised


def _normalised(parameters: dict[str, Any]) -> dict[str, Any]:
    try:
        return normalised(parameters)
    except ParameterError as error:
        raise PydanticCustomError("parameter", "{sentence}", {"sentence": str(error)}) from None


class Rules(Fact):
    """A rule set: the parameters that differ from the manual's defaults, from a period on (S11.1, 规则集).

    `parameters` are held, and stored, in their one interchange form, so that equal rule sets compare equal.
    """

    kind: ClassVar[str] = "rules"
    natural_key: ClassVar[tuple[str, ...]] = ("version",)
    instead_of_void: ClassVar[str] = "record another version"
    unique: ClassVar[bool] = True
    dated_by: ClassVar[str | None] = "effective_period"
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    feeds: ClassVar[tuple[str, ...]] = EVERY_REPORT
    holds: ClassVar[Holds] = Holds.ONWARD
    chapter: ClassVar[str] = "S11"
    resource: ClassVar[str] = "rules"

    version_: Identifier = Field(alias="version")
    effective_period: Period
    parameters: Annotated[Ext, AfterValidator(_normalised)]
    reason: Text


class Close(Fact):
    """The closing of a period (S11.2, 关账): all but `period` and `by` is written by the service.

    The position that it freezes is its own: the closing is the last fact in view of the reports that it freezes, and
    the export writes that position once. `rules` is the version of the period's rule set, `code` and `tzdata` are those
    of the program and of the time-zone data, `held` says that reductions were held back, and the digests are SHA-256 of
    the frozen bytes. `row_roots` commits to each row of a report by itself, so that one can be shown without the others
    (see `ledger.proof.rows`); closings from before evidence was made have none. Frozen bytes have a salt, of random
    bytes that are kept in `ext` (see `ledger.proof.frozen_digest`). Those of older closings have none, and figures can
    be tried against their digests.
    """

    kind: ClassVar[str] = "close"
    natural_key: ClassVar[tuple[str, ...]] = ("period",)
    instead_of_void: ClassVar[str] = "what comes later is adjusted in the next closing"
    follows: ClassVar[str | None] = "period"
    dated_by: ClassVar[str | None] = "period"
    for_all_reports: ClassVar[tuple[str, ...]] = ("report_digests", "closing_digest", "row_roots", "ext")
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    command: ClassVar[str] = "close"
    notice: ClassVar[Notice | None] = Notice.MONTH
    chapter: ClassVar[str] = "S11"
    by_command: ClassVar[bool] = True

    period: Period
    by: Actor
    rules: Identifier | None = None
    code: Identifier | None = None
    tzdata: Identifier | None = None
    report_digests: Ext | None = None
    closing_digest: Identifier | None = None
    held: Yes | None = None
    row_roots: Ext | None = None


class LegalHold(Fact):
    """An employee's data may not be erased for now (法律保留); null lifts it.

    `reason` is stored in the clear: that it is null must be seen without a key.
    """

    kind: ClassVar[str] = "legal_hold"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    instead_of_void: ClassVar[str] = "lift it by a legal_hold whose reason is null"
    supersedes: ClassVar[bool] = True
    readers: ClassVar[Row] = SEES_PAY
    chapter: ClassVar[str] = "S12"

    employee: EmployeeNumber
    reason: Text | None
    by: Actor


class Erasure(Fact):
    """An employee's personal data was erased (个人信息删除); written only by the command that carries it out."""

    kind: ClassVar[str] = "erasure"
    natural_key: ClassVar[tuple[str, ...]] = ("employee",)
    instead_of_void: ClassVar[str] = "what was erased cannot be had again"
    readers: ClassVar[Row] = SEES_PAY
    command: ClassVar[str] = "erase"
    chapter: ClassVar[str] = "S12"
    by_command: ClassVar[bool] = True

    employee: EmployeeNumber
    by: Actor
    reason: Text


class ClockAcceptance(Fact):
    """A clock was accepted that the last fact speaks against (系统时钟认可); written only by the command that does so.

    `at` is what the clock said, `after` the instant that it was held against. With a `period`, that period may be
    closed although it ended by such a clock only.
    """

    kind: ClassVar[str] = "clock_acceptance"
    natural_key: ClassVar[tuple[str, ...]] = ("at",)
    instead_of_void: ClassVar[str] = "it tells what was done by a command"
    dated_by: ClassVar[str | None] = "at"
    readers: ClassVar[Row] = EVERYONE
    of_centre: ClassVar[bool] = True
    chapter: ClassVar[str] = "S11"
    by_command: ClassVar[bool] = True

    at: Instant
    after: Instant
    by: Actor
    period: Period | None = None
