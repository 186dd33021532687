"""The commands on facts: in, out, refused, looked back at; and where facts come from."""
