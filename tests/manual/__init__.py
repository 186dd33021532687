"""Worked cases of the staff manual, clause by clause: data that HR staff read and write, and what runs them."""
