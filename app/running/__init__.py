"""The process that serves: how it starts and ends, and what it does by itself."""
