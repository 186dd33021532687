"""The command line from end to end, as people use it."""
