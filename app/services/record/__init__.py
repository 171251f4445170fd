"""One record: read, guarded, appended to and corrected, once for each request."""
