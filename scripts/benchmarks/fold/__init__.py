"""The same month folded: every fact through the library's mapper into Python objects, and plain loops over them.

Written as an application that folds events would be: one pass that keeps what is needed, then a person at a time.
For the first period of a ledger and the manual's rules: pairing, hours, score, rank and bonus (S3 to S7).
"""
