"""Clause 9(b): how a writing is given, and when it is received."""
