"""Registrations of all kinds: begun, told what happened, and listed."""
