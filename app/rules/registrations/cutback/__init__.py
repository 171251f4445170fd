"""Clause 2(f): who sells how many shares when not all fit.

Whether anybody is cut back is decided in `demanded` for what Holders ask for and in `advised` for
the rest; `standing` says who ranks where; `cutback` and `sharing` fill the ranks with numbers;
`granting` gives the working of it, and `allocation` puts the answer together.
"""
