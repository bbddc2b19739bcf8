"""Programme of Work: the national response to each item."""
