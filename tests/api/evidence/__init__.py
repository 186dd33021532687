"""What evidence proves, what it does not, and what becomes of files that were changed."""
