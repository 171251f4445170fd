"""What may be looked up: clauses, codes, facts, readings, templates."""
