"""`scripts/stress`: everything that a service is asked for, at once."""
