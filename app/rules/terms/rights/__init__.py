"""What each right to a registration says: who asks, for how much, how often, by when."""
