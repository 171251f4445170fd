"""A registration as its answer shows it, put together from its ruling, its course and its money."""
