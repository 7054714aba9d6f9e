"""From answers to meaning: facts, scope and what follows from them."""
