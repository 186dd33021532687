"""What every operation of the API stands on: settings, who asks, limits, answers, and what is kept in memory."""
