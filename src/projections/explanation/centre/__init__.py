"""S13 What explains the reports of the centre, a clause a file."""
