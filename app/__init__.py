"""Registration rights, administered: who may ask, who owes what to whom, and by when."""
