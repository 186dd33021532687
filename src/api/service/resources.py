"""What operations work with: a ledger, and what is read of it. Each part is made when it is first asked for."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ledger.calendar import microseconds
from ledger.lazy_attribute import computed_once

if TYPE_CHECKING:
    from api.auth.delegations import Delegations
    from api.auth.principals import Principal
    from api.auth.role_table import RoleTable
    from api.auth.sender_reach import ReachCheck
    from api.auth.teams import Teams
    from api.service.concurrency.reading_room import ReadingRoom
    from api.service.observability.access_log import Access
    from api.service.requests.answer_cache import KeptAnswers
    from ledger.appends.append import Clock
    from ledger.ledger import Ledger

_MOST_THEMES = 100_000


class Resources:
    """A ledger as it is worked with by whoever holds its store; a `Service` has more, for those who send requests.

    Nothing is written because something is read. A command makes only what it asks for.
    """

    def __init__(self, ledger: "Ledger", clock: "Clock", journal_folder: Path | None = None) -> None:
        """Of a ledger; `journal_folder` is where the room keeps what was read."""
        self.ledger = ledger
        self._clock = clock
        self._journal_folder = journal_folder

    @computed_once
    def roles(self) -> "RoleTable":
        """The roles of the site, or the eight. Raises LedgerError where the file of the site cannot be used."""
        from api.auth.role_file import roles_of_environment  # noqa: PLC0415 - it takes a while to load

        return roles_of_environment()

    @computed_once
    def room(self) -> "ReadingRoom":
        """The reading room, where all is computed, for as long as it takes."""
        from api.service.concurrency.reading_room import ENDLESS, ReadingRoom  # noqa: PLC0415 - it takes a while to load

        return ReadingRoom(self.ledger, self._journal_folder, ENDLESS)

    @computed_once
    def teams(self) -> "Teams":
        """Who was in which team when."""
        from api.auth.teams import Teams  # noqa: PLC0415 - it takes a while to load

        return Teams(self.ledger)

    @computed_once
    def delegations(self) -> "Delegations":
        """Who acts for whom."""
        from api.auth.delegations import Delegations  # noqa: PLC0415 - it takes a while to load

        return Delegations(self.ledger, self.teams, self.roles)

    def theme_names(self) -> Mapping[str, str]:
        """What each award theme on the ledger is called, by its own name, as it was last recorded (S8.8)."""
        from api.words.theme_names import told_apart  # noqa: PLC0415 - only where a theme may be named
        from ledger.facts.awards import Theme  # noqa: PLC0415 - only where a theme may be named

        facts = self.ledger.facts
        recorded = facts.select(0, _MOST_THEMES, [Theme.kind], None, facts.last_position())
        stated = (each.fact for each in recorded)
        return told_apart({fact.theme: fact.name for fact in stated if isinstance(fact, Theme)})

    @computed_once
    def reach(self) -> "ReachCheck":
        """The check that facts and figures are within reach."""
        from api.auth.sender_reach import ReachCheck  # noqa: PLC0415 - it takes a while to load

        return ReachCheck(self.ledger, self.teams, self.delegations)

    @computed_once
    def kept(self) -> "KeptAnswers":
        """Answers of fixed coordinates; a command is asked once, and keeps none."""
        from api.service.requests.answer_cache import KeptAnswers  # noqa: PLC0415 - it takes a while to load

        return KeptAnswers(0)

    @computed_once
    def document_key(self) -> bytes:
        """What the digests of documents are made under."""
        from api.documents.printouts.document_request import PURPOSE  # noqa: PLC0415 - it takes a while to load

        return self.ledger.upkeep.secret(PURPOSE)

    def forget_keys(self) -> None:
        """Nothing is known of keys here, which are read anew; see `Service`."""

    def now(self) -> int:
        """The time in microseconds since 1970."""
        return microseconds(self._clock())

    def note(self, principal: "Principal", access: "Access", request: str) -> None:
        """Record that the principal looks at something: not of whoever holds the store, who could leave it out."""
