"""Clauses 2(a)(ii), 3(a)(iii), 3(c): until when a statement is kept effective."""
