"""What happened: facts, recorded once, never changed."""
