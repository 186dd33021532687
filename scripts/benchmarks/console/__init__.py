"""How long every page of the console takes, for a centre of 500 people."""
