"""Clause 9(e).

What amends and waives the agreement, the terms in force on a day, and the end of the rights.
"""
