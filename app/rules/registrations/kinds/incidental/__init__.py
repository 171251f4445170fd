"""Clause 2(b): the Company's own registration."""
