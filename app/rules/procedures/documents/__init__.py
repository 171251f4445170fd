"""Clauses 3(a) and 5: drafts, amendments, letters and statements that are delivered."""
