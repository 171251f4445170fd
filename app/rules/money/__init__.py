"""Clauses 1(j), 2(d) and 6: expenses, discounts, proceeds, and the indemnity."""
