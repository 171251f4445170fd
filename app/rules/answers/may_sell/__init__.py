"""May this Holder sell? What each registration allows and bars, and the answer made of it."""
