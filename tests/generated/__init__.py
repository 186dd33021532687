"""Small made-up centres as interchange lines, dense in everything that the manual's clauses turn on."""

from .centres import RECORDED_UNTIL, centres, make_centre, periods_of

__all__ = ["RECORDED_UNTIL", "centres", "make_centre", "periods_of"]
