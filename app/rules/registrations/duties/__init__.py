"""Clauses 2(a) to 2(d), 2(g), 3(a), 9(f): duties that registrations of several kinds bring."""
