"""The kinds of registration: what each adds to what all have."""
