"""By when, and until when: windows, periods, stops."""
