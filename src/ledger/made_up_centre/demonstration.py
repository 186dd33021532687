"""What the demonstration is made of, where nothing else is said."""

DEMO_SEED = 20260701
DEMO_PEOPLE = 60
DEMO_PERIODS = ("2026-07", "2026-08", "2026-09", "2026-10")
TIME_ZONE = "Asia/Shanghai"
"""Where the made-up centre is."""
