"""The time for a page: the service's clock, as the site's clock shows it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.console.visit import Visit
from api.operations.ledger import ledger
from ledger.calendar import instant


def site_zone(visit: Visit) -> str:
    """The site's time zone; of a ledger that has no site yet, UTC."""
    site = ledger(visit.context).site
    return "UTC" if site is None else str(site["time_zone"])


def now(visit: Visit) -> datetime:
    """Now, by the service's clock, in UTC."""
    return instant(visit.context.service.now())


def site_now(visit: Visit) -> datetime:
    """Now, in the site's time zone. Raises Problem where there is no site yet."""
    return now(visit).astimezone(ZoneInfo(visit.zone))


def site_today(visit: Visit) -> date:
    """Today's date at the site."""
    return site_now(visit).date()
