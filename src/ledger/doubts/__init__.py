"""Doubts: what may be recorded and should still be looked at. They refuse nothing, and are no part of a fact."""
