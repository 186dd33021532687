"""What is entered into the outbox because of new facts: for each channel the facts that it is told of, and when."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from api.auth.delegations import Delegations
from api.auth.principals import Principal
from api.auth.teams import Teams
from api.auth.visibility import Visibility
from api.notifications.channels import ROBOT_NOTICES, Channel, due_list
from api.notifications.texts import due_at
from api.notifications.topics import Noted, notice_for, person_principal
from ledger.calendar import microseconds
from ledger.facts.effects import Notice
from ledger.facts.streams import key_stream
from ledger.ledger import Ledger
from ledger.recorded_fact import RecordedFact
from projections.people import Membership

REMINDED_AT = time(8)
"""When on its date somebody is reminded of what is due on a date."""
REMINDED_BEFORE = timedelta(hours=1)
"""How long before its instant somebody is reminded of what is due at an instant."""


class Entry(NamedTuple):
    """A message to enter: the list that it is kept in, the position of the fact, and from when it may be sent."""

    list: str
    position: int
    next_at: int


class Intake:
    """Finds what is told of facts, to people as they are known when it is made."""

    def __init__(self, ledger: Ledger, teams: Teams, delegations: Delegations) -> None:
        """Of a ledger, to people as teams and delegations have them."""
        self._ledger = ledger
        self._teams = teams
        self._delegations = delegations
        self._sights: dict[str, Visibility] = {}
        self.people = teams.membership()

    def noted(self, recorded: RecordedFact) -> Noted:
        """A fact with what it follows."""
        return Noted(recorded, self.workflow(recorded)[0])

    def workflow(self, recorded: RecordedFact) -> Sequence[RecordedFact]:
        """What a fact follows and all that followed that; itself alone where it is of no workflow."""
        fact = recorded.fact
        if fact.follows is None and not fact.opens:
            return [recorded]
        return self._ledger.facts.stream(key_stream(fact.follows or fact.kind, fact.key[:1])) or [recorded]

    def entries(
        self, found: Sequence[RecordedFact], heard: Sequence[Channel], sent_at: int, now: int
    ) -> Iterator[Entry]:
        """What is entered for channels because of facts: sent at `sent_at`, and of what is due a reminder later."""
        for noted in map(self.noted, found):
            for channel in heard:
                notice = self.notice(noted, channel)
                if notice not in channel.notices or notice is None:
                    continue
                yield Entry(channel.id, noted.recorded.position, sent_at)
                due = due_at(noted.opened.fact, ()) if notice is Notice.DUTY else None
                if due is not None and (reminded := self.reminded_at(due)) > now:
                    yield Entry(due_list(channel.id), noted.recorded.position, reminded)

    def reminded_at(self, due: date | datetime) -> int:
        """When somebody is reminded of what is due then, in microseconds since 1970."""
        if isinstance(due, datetime):
            return microseconds(due - REMINDED_BEFORE)
        site = self._ledger.site
        assert site is not None, "nothing is due on an empty ledger"
        return microseconds(datetime.combine(due, REMINDED_AT, site.zone))

    def notice(self, noted: Noted, channel: Channel) -> Notice | None:
        """The notice of a fact for a channel, where its person may see the fact; of a closing all hear the month."""
        if channel.is_robot:
            return robot_notice(noted, channel, self.people)
        posting = self.people.posting_on(channel.employee, self.people.today)
        if posting is None:
            return None
        principal = self._delegations.carrying(person_principal(channel.employee, posting))
        notice = notice_for(noted, principal, self.people)
        return notice if notice is Notice.MONTH or self._sight(principal).sees(noted.recorded) else None

    def _sight(self, principal: Principal) -> Visibility:
        person = str(principal.employee)
        if person not in self._sights:
            self._sights[person] = Visibility(self._ledger, self._teams, principal)
        return self._sights[person]


def robot_notice(noted: Noted, channel: Channel, people: Membership) -> Notice | None:
    """Of what a group is told: rosters from today on of its team, or of all, and closed months."""
    if noted.notice not in ROBOT_NOTICES or noted.notice is Notice.MONTH:
        return noted.notice if noted.notice in ROBOT_NOTICES else None
    recorded = noted.recorded
    posting = people.posting_on(recorded.employee, recorded.business_date)
    of_team = not channel.team or (posting is not None and posting.team == channel.team)
    return Notice.ROSTER if of_team and recorded.business_date >= people.today else None
