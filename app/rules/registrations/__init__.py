"""Clause 2: a registration of any kind, from the request to its end."""
