"""The service: one ledger, and all that a worker process holds for it."""

import logging
import time
from collections.abc import Callable

from api.auth.authentication import Authentication
from api.auth.authorization_code import Issuer
from api.auth.principals import Principal
from api.auth.role_table import RoleTable
from api.auth.tokens import TokenVerifier
from api.change_feed import Tail
from api.directory import Directory
from api.notifications.carrier import Carrier
from api.notifications.intake import Intake
from api.notifications.notifier import Notifier
from api.service.concurrency.group_commit import GroupCommit
from api.service.concurrency.jobs import Jobs
from api.service.concurrency.reading_room import ReadingRoom
from api.service.observability.access_log import Access, AccessLog
from api.service.observability.readiness import Check, Readiness
from api.service.requests.answer_cache import KeptAnswers
from api.service.requests.cursors import Cursors
from api.service.requests.idempotency import RequestKeys
from api.service.requests.rate_limits import RequestLimits
from api.service.resources import Resources
from api.service.settings import ServiceSettings
from api.webhooks.dispatcher import Dispatcher
from ledger.appends.append import Clock
from ledger.lazy_attribute import computed_once
from ledger.ledger import Ledger

_SOON = 4.0
"""Seconds in which who is in the reading room leaves it or moves on."""
_LEAST_FREE_BYTES = 1 << 20


class Service(Resources):
    """What the operations of the API work with. Made when a worker starts, closed when it ends."""

    def __init__(
        self,
        settings: ServiceSettings,
        ledger: Ledger,
        clock: Clock,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """The service of a ledger. Raises LedgerError where its store cannot be used."""
        super().__init__(ledger, clock, settings.journal_folder)
        self._monotonic = monotonic
        self.settings = settings
        self.streams = 0
        """How many follow the ledger here now."""
        self.ending = False
        """Whether the service is ending; who follows the ledger is let go."""
        verifier = None
        if settings.oidc is not None:
            verifier = TokenVerifier(settings.oidc, self.roles.roles, clock=clock)
        self.authentication = Authentication(
            ledger, verifier, monotonic, self.delegations.carrying, self.teams.has_left, self.roles
        )
        self.issuer = None
        """Whose accounts sign in to the console; None where there are only keys."""
        if settings.oidc is not None and settings.oidc.client_id is not None:
            self.issuer = Issuer(settings.oidc, clock)
        self.limits = RequestLimits(settings.rate, settings.anonymous_rate, monotonic)
        self.cursors = Cursors(ledger.upkeep.secret("cursors"))
        self.request_keys = RequestKeys(ledger.upkeep.secret("requests"))
        self.group = GroupCommit(ledger.transactions.take)
        self.kept = KeptAnswers(settings.kept_bytes)
        self.directory = Directory(ledger, self.teams)
        self.access_log = AccessLog(ledger)
        self.jobs = Jobs(ledger, monotonic)
        self.tail = Tail(ledger)
        self.webhooks = Dispatcher(ledger, settings.webhook_targets, settings.source, self.tail)
        carrier = Carrier(settings.mail, settings.public_url, settings.webhook_targets)
        self.notifier = Notifier(ledger, lambda: Intake(ledger, self.teams, self.delegations), self.tail, carrier)
        self.readiness = Readiness(self._checks(), monotonic)

    @computed_once
    def roles(self) -> RoleTable:
        """The roles of the site, or the eight."""
        return self.settings.role_table

    @computed_once
    def room(self) -> ReadingRoom:
        """The reading room, where one computes at a time, within limits."""
        return ReadingRoom(self.ledger, self.settings.journal_folder, monotonic=self._monotonic)

    def forget_keys(self) -> None:
        """Read keys anew, because one was revoked."""
        self.authentication.forget()

    def begin(self) -> None:
        """Begin what goes on by itself; the log tells of which roles."""
        if self.roles.digest is not None:
            told = {"file": str(self.settings.roles), "sha256": self.roles.digest}
            logging.getLogger("workledger.roles").info("the roles of the site", extra=told)
        self.webhooks.begin()
        self.notifier.begin()

    def end(self, seconds: float) -> None:
        """Let who follows the ledger go, and cancel in some seconds what is still computed."""
        self.ending = True
        self.tail.wake()
        self.room.end(seconds)
        self.jobs.end(seconds)

    def _checks(self) -> list[Check]:
        """What must hold for facts to be recorded and read now. A reason to be sent away is one more line."""
        return [
            Check("disk", "the disk is full", lambda: _has_room(self.ledger.upkeep.free_bytes())),
            Check("store", "the store cannot be written to", self.ledger.upkeep.can_write),
            Check("clock", "the clock is far from what was recorded last", self.ledger.upkeep.clock_holds),
            Check("append lock", "what is sent cannot be recorded now", self.ledger.upkeep.can_append),
            Check("reading room", "what is asked for cannot be computed now", lambda: self.room.is_free_within(_SOON)),
        ]

    def note(self, principal: Principal, access: Access, request: str) -> None:
        """Record that the principal looks at something, before it is shown."""
        self.access_log.note(principal, access, request)

    def close(self) -> None:
        """Finish what was begun, and let go of the ledger; what was acknowledged is recorded."""
        if not self.ending:
            self.end(0)
        self.webhooks.close()
        self.notifier.close()
        self.tail.close()
        self.jobs.close()
        self.group.close()
        self.room.close()
        self.ledger.close()


def _has_room(free: int | None) -> bool:
    return free is None or free >= _LEAST_FREE_BYTES
