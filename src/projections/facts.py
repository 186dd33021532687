"""The facts that a period sees: the journal's tables on an engine, and the people in them."""

from ledger.lazy_attribute import computed_once
from projections.engine import Engine
from projections.journal import Journal
from projections.people import Staff, staff
from projections.tables import Tables


class Facts:
    """One journal on one engine; what holds of its people whatever the period is computed once."""

    def __init__(self, journal: Journal, engine: Engine) -> None:
        self.journal = journal
        self.tables = Tables(journal, engine)

    @computed_once
    def staff(self) -> Staff:
        """S1: everyone's employment and postings."""
        return staff(self.tables)
