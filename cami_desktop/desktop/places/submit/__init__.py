"""Submit: what is handed over, signed, and what became of it."""
