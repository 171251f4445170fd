"""Clause 6: claims, indemnity, contribution, and what is paid on them."""
