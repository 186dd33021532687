"""Who is calling: access tokens of an issuer, verified."""
