"""How an answer goes out: its tag and its headers, once for each key, or as a problem."""
