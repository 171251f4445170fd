"""Delays, standstills and holdbacks: what an agreement says of each, and their limits."""
