"""The record as evidence: answers kept and computed again, everything verified."""
