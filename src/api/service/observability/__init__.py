"""What the service tells of itself: log, metrics, readiness, and who looked at others' pay."""
