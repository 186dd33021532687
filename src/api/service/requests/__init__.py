"""What a request asks beside its operation: once only, conditions, cursors, rate limits, answers that are kept."""
