"""S13 Running the centre: the duties of the manual, recorded and reported, without effect on scores and pay.

One file a report; `kinds` and `refusals` say what may be recorded, `report` gathers the rows. Requests (S3.3b) are here
too, for they are of the same duties.
"""
