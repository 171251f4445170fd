"""Clauses 1(e), 1(i), 9(f), 9(h): who holds what on a day, and who together is a majority."""
