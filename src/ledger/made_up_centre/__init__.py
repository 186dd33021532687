"""The demonstration centre (演示中心): the facts of an invented customer-service centre, made from a seed.

Nothing here is read by the rules; it only writes lines of the interchange format, as a real centre would send them.
"""

from ledger.made_up_centre.centre import centre
from ledger.made_up_centre.file import DEMO_PEOPLE, DEMO_PERIODS, DEMO_SEED, demo_facts, write_facts

__all__ = ["DEMO_PEOPLE", "DEMO_PERIODS", "DEMO_SEED", "centre", "demo_facts", "write_facts"]
