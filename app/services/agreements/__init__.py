"""Agreements: the documents they are made from, their life, and those of one company together."""
