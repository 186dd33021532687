"""All that a kind of fact declares: its identity, who may record and read it, and what it has an effect on."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import BaseModel

from ledger.facts.effects import Holds, Notice, VoidedBy
from ledger.labels import CHINESE, ENGLISH, KindLabel
from ledger.roles import AUDITOR, DESK, HR, OWN, Role, Row


class Declarations(BaseModel):
    """The class variables that a kind states (names are those of the interchange format)."""

    kind: ClassVar[str]
    """The name of the kind; its topic is ``<kind>.v<version>``."""
    natural_key: ClassVar[tuple[str, ...]]
    """The fields marked ° in the interchange format, in order."""
    supersedes: ClassVar[bool] = False
    """↻: states what holds from now on; other content for the same key supersedes what stood."""
    opens: ClassVar[bool] = False
    """Opens a workflow: facts of other kinds follow it in its stream."""
    begins_as: ClassVar[str] = "open"
    """Of a kind that opens a workflow: how it stands as long as nothing follows."""
    follows: ClassVar[str | None] = None
    """The kind that opens the workflow; the first field of the natural key names it."""
    outcome: ClassVar[str | None] = None
    """Of a kind that follows: the field that says what becomes of the workflow."""
    steps: ClassVar[tuple[str, ...]] = ()
    """The outcomes that decide nothing."""
    keeping: ClassVar[tuple[str, ...]] = ()
    """The outcomes that leave the workflow as it stood."""
    unique: ClassVar[bool] = False
    """The natural key stays unique although the fact carries a `ref` (true of every ↻ kind and every opener)."""
    voided_by: ClassVar[VoidedBy | None] = None
    """By what a `void` names facts of the kind, beside their id (S11.5); None: no void takes them."""
    valid_when_voided: ClassVar[bool] = False
    """What was recorded under a fact of the kind still rests on it when it is voided (S11.5)."""
    voiders: ClassVar[Row] = DESK
    """Who may void what somebody else has recorded, within the reach in which they may record the kind."""
    recorder_voids: ClassVar[bool] = True
    """Whether whoever recorded a fact of the kind may void it, beside the voiders."""
    instead_of_void: ClassVar[str] = ""
    """Of a kind that no void takes, and that follows none: what to do instead, as an imperative."""
    by_command: ClassVar[bool] = False
    """Recorded only by the command that carries out what it says, never as a line that comes in."""
    command: ClassVar[str] = ""
    """Of a kind that a command of the service records: the command, as the table of permissions names it."""
    version: ClassVar[int] = 1
    """Of the stored form. A model that grows also says how to read the older one: ``upcast_v1_v2(state)``."""

    recorders: ClassVar[Row] = HR
    """The roles that may record it."""
    readers: ClassVar[Row] = OWN | DESK | AUDITOR
    """The roles that may read it."""
    statuses: ClassVar[Mapping[Role, tuple[str, ...]]] = {}
    """Of a kind with an outcome: the outcomes that a role may state; a role that is left out states any."""
    not_for_recorder: ClassVar[tuple[str, ...]] = ()
    """The outcomes that whoever recorded what it follows does not state."""
    ahead_of_oneself: ClassVar[tuple[str, ...]] = ()
    """The outcomes that somebody states in a matter of their own only before its first date."""
    of_opener: ClassVar[tuple[Role, ...]] = ()
    """The roles that state outcomes of what they opened themselves alone; of themselves, employees do too."""
    of_oneself: ClassVar[bool] = False
    """Whether somebody may record it of themselves although employees may not."""
    recorder_reads: ClassVar[bool] = False
    """Whether whoever recorded it reads it, and what follows it, whomever it is about."""
    name_others: ClassVar[Mapping[Role, tuple[str, ...]]] = {}
    """The fields that say who acted in which a role may name another; HR may in every kind and field."""
    act_together: ClassVar[tuple[str, ...]] = ()
    """The fields of an act between several: who sends it is one of them, and the others are whoever they were."""
    tells_pay: ClassVar[bool] = False
    """Tells somebody's pay: reading it of somebody else is recorded in the access log."""
    judges: ClassVar[bool] = False
    """Has texts that judge somebody, plan for them, or object: reading those of somebody else is recorded in the access
    log, unless whoever reads them wrote them."""
    personal: ClassVar[tuple[str, ...]] = ()
    """Fields stored sealed under the key of the employee, beside `reason` and `ext` where those are common fields."""
    for_all_reports: ClassVar[tuple[str, ...]] = ()
    """Fields that tell of everyone's figures: only for whoever may read every report whole."""

    dated_by: ClassVar[str | None] = None
    """The field of the business date: a date, an instant (its local date) or a period (its last day).

    None, and a field that is null: the local date of recording. Followers have the date of what they follow.
    """
    tells_of: ClassVar[str | None] = None
    """Of a kind that tells of something that happened: the field of when; None of what is planned, or holds."""
    says: ClassVar[tuple[str, ...]] = ()
    """Of a kind of which one fact may repeat another: the fields that say the same then, its number and `ref` aside.

    Of an instant the minute counts. A field that a fact does not have is left out.
    """
    amount_of: ClassVar[str | None] = None
    """The field of an amount of which there is a usual size."""
    amount_among: ClassVar[str | None] = None
    """The field that says which amounts are of one sort, and have a usual size of their own; None: all of the kind."""
    new_names: ClassVar[tuple[str, ...]] = ()
    """The fields by which it may bring a name that may be mistaken for another one."""
    first_and_last: ClassVar[tuple[str, str] | None] = None
    """Of a kind whose facts are of several dates in a row: the fields of the first and of the last."""
    sides: ClassVar[Mapping[str, str]] = {}
    """Of a kind that is between employees: the field that names each of them, to the field of that one's date."""
    of_team: ClassVar[str | None] = None
    """Of a kind that is about a team, and about nobody in it: the field that names the team."""
    of_teams: ClassVar[str | None] = None
    """Of a kind that is for some teams: the field that lists them; a fact without it is for all teams."""
    team_reads: ClassVar[bool] = False
    """Whether whoever is in the team of its employee on its date reads it, and so does who is named in it."""
    of_people: ClassVar[str | None] = None
    """Of a kind that is for several employees, or about them: the field that lists them."""
    of_centre: ClassVar[bool] = False
    """About the centre: names no employee but, at the most, who recorded it."""
    grid: ClassVar[str | None] = None
    """Of a kind that is entered for many people at once, with one value a person or several: the field whose values are
    the columns; empty where there is one column."""
    taking_part: ClassVar[tuple[str, ...]] = ()
    """Fields of free names, which need not be on the ledger; who took part has the fact in the history (S12.1)."""

    feeds: ClassVar[tuple[str, ...]] = ()
    """The reports that use it, the nearest first; a kind that feeds none is recorded and shown without effect (S12)."""
    counts_before: ClassVar[int | None] = None
    """By how many days it may count before its business date; 0: in its period and later ones; None: in any period."""
    holds: ClassVar[Holds] = Holds.DATED
    """The dates for which it holds."""
    notice: ClassVar[Notice | None] = None
    """What people are told when a fact of the kind is recorded; None: of nothing."""
    due_by: ClassVar[str | None] = None
    """The field of the date or the instant by which somebody is to do it."""
    corrects: ClassVar[bool] = False
    """Corrects what other facts say."""

    chapter: ClassVar[str]
    label_zh: ClassVar[Any] = KindLabel(CHINESE)
    label_en: ClassVar[Any] = KindLabel(ENGLISH)
    """What the kind is called, from the catalogues of labels."""
    resource: ClassVar[str] = ""
    """Where facts of the kind are sent to: the plural of the kind, where nothing else is said; of a kind that follows
    another, below the one that it follows."""
