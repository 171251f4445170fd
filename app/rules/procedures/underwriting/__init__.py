"""Clause 4: the underwriting agreement, the choice of underwriter, and the holdback."""
