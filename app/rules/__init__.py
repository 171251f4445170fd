"""The rules: pure functions from facts and terms to answers. No clock, no I/O, no web."""
