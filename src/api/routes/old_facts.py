"""What pages of facts and of refused lines take."""

from api.openapi.descriptions import query
from api.service.pagination import MOST

LIMIT = query("limit", f"How many at the most, up to {MOST}.", {"type": "integer", "minimum": 1, "maximum": MOST})
CURSOR = query("cursor", "The `next` of the page before, with the same parameters.")
