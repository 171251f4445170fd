"""What every use case works with: the database, the clock, identifiers and pages."""
