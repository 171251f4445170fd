"""A demand posed without a record: its body, its parts, and what else bears on it."""
