"""Who and what is let in: credentials, rates, sizes, times, shapes, and turns."""
