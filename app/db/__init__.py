"""Storage: the only part of the service that speaks SQL."""
