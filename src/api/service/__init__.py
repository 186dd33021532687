"""What every operation of the API stands on: settings, identity, limits, answers, and caches."""
