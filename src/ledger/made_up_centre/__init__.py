"""The demonstration centre (演示中心): the facts of an invented customer-service centre, made from a seed.

Nothing here is read by the rules; it only writes lines of the interchange format, as a real centre would send them.
"""
