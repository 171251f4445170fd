"""Clause 2(f): who sells how many shares when not all fit."""
