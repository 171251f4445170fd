"""Clause 2(a)(i): a Requested Registration."""
