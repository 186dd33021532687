"""Where the facts are kept: the recorders of `eventsourcing`, extended."""
