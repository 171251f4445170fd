"""Clauses 2(a) and 2(e).

Who asks, the ruling on it, by when it must be effected, and what counts as effected.
"""
