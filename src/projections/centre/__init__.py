"""S13 Running the centre: the duties of the manual, a clause a file. No figure of scores rests on them."""
