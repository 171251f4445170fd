"""How days are counted: calendars, clocks, periods, and the days between."""
