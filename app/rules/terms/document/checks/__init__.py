"""Whether a terms document can be relied on: one check for each thing it may say."""
