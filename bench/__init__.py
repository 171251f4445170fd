"""Our routes beside plain ones that compute nothing: `python -m bench`, a benchmark, no test."""
