"""Clause 2(a)(ii): the shelf."""
