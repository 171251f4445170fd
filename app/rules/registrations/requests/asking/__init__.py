"""Clauses 2(a) and 9(b): who asks for a registration, for how much, and when that is complete."""
