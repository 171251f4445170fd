"""Several agreements of one company side by side: ranks, majorities through time, later rights.

Each agreement speaks for itself; where two do not fit each other, both are reported with their
clauses, and neither is taken to prevail.
"""
