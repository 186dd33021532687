"""The duties of running the centre (S13) in the demonstration: what comes in, what is promised, planned and learned.

They have a chance of their own, so that the rest of the centre is the same with them and without.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger.made_up_centre.dates import Period
from ledger.made_up_centre.duties import guidance, instruction, requests, reviews, service, traffic
from ledger.made_up_centre.people import Person
from ledger.made_up_centre.state import Centre


@dataclass(slots=True)
class Duties:
    """The centre as its duties see it, and who has a place in the organisation already."""

    centre: Centre
    placed: set[str] = field(default_factory=set)

    def plan(self, period: Period, day: date) -> None:
        """Five days before a period: the organisation, and what the period asks for."""
        for person in self.centre.staff.present:
            if person.number not in self.placed:
                self.placed.add(person.number)
                reviews.place(self.centre, person, day)
        traffic.need_seats(self.centre, period, day)
        guidance.set_quotas(self.centre, period, day)
        guidance.give_tasks(self.centre, period)
        instruction.train(self.centre, period)
        instruction.instruct(self.centre, period)

    def live(self, day: date, attending: Mapping[int, Sequence[Person]]) -> None:
        """One day of work, with the representatives who came, by team."""
        traffic.count(self.centre, day)
        guidance.guide(self.centre, day)
        service.complain(self.centre, day)
        for people in attending.values():
            for person in people:
                service.serve(self.centre, person, day)
                requests.ask(self.centre, person, day)

    def settle(self, period: Period, people: Sequence[Person], day: date) -> None:
        """Two days after a period: what was paid, and at the end of a quarter what its review decides."""
        reviews.pay(self.centre, period, people, day)
        reviews.decide(self.centre, period, people, day)
