"""Attendance devices that record by themselves: which may, and what they say."""
