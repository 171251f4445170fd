"""The store as a whole: made ready, kept up to date, filled with an example."""
