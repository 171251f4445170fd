"""Registrations of all kinds: set going, told what happened, and listed."""
