"""What the rules cover: every clause, and every computation that needs no record."""
