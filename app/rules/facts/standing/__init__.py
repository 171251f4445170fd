"""Which facts stand: as corrected, as taken back, as an older shape is read, as tried otherwise."""
