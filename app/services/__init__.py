"""Use cases: load, decide purely, append, commit. They know no web framework."""
