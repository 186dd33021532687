"""The operations: what the service does, a function each, which the faces (HTTP, pages, commands) call."""
