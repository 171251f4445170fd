"""The docket as it is stored: its lines, the drawers they lie in, and pages of it."""
