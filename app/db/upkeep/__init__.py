"""The database as a whole: its schema, its soundness, its copies."""
