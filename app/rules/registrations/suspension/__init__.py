"""Clause 2(g): delays, prohibitions of sale, and their occasions."""
