"""Everything owed under one agreement, through time."""
