"""Notifications: what people are told by e-mail, and groups by robots, when something waits for them."""
