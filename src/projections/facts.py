"""The facts that a period sees: the journal's tables on an engine, and the people in them."""

from ledger.lazy_attribute import computed_once
from projections import contracts
from projections.engine import Engine
from projections.expressions import Frame
from projections.journal import Journal
from projections.people import Staff, staff
from projections.tables import Tables
from projections.working_days import PublicCalendar, public_calendar


class Facts:
    """One journal on one engine; what holds of its people whatever the period is computed once."""

    def __init__(self, journal: Journal, engine: Engine) -> None:
        self.journal = journal
        self.tables = Tables(journal, engine)

    @computed_once
    def staff(self) -> Staff:
        """S1: everyone's employment and postings."""
        return staff(self.tables)

    @computed_once
    def contracts(self) -> Frame:
        """S3.7a: everyone's contracts, by the days on which they hold."""
        return contracts.in_force(self.tables)

    @computed_once
    def calendar(self) -> PublicCalendar:
        """S2.5: the public calendar."""
        return public_calendar(self.journal)
