"""Clause 2(a)(iii): an underwritten sale off the shelf."""
