"""Facts in the life of a registration."""
