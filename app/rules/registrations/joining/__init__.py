"""Clauses 2(a) and 2(b): who is told, and who joins."""
