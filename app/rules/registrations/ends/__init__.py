"""Clauses 2(d), 3(a), 6(f), 9(e): how a registration ends, and what outlives its end."""
