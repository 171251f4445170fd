"""A whole agreement as one document, taken out and brought in."""
