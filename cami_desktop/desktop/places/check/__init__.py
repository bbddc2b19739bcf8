"""Check: what the rules find, and why it is right as it stands."""
