"""The time for a page: the service's clock, as the site's clock shows it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.console.visit import Visit
from ledger.calendar import instant


def site_now(visit: Visit) -> datetime:
    """Now, in the site's time zone. Raises Problem where there is no site yet."""
    zone = ZoneInfo(visit.zone)
    return instant(visit.context.service.now()).astimezone(zone)


def site_today(visit: Visit) -> date:
    """Today's date at the site."""
    return site_now(visit).date()
