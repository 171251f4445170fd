"""Clauses 7, 8 and 9(f).

What the Company owes under the agreement itself, whatever registrations there are.
"""
