"""Who computes and records when: turns, the reading room, commits that requests share, jobs."""
