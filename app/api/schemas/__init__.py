"""Bodies of requests, and the examples the documentation shows."""
