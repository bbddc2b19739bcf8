"""Species: all that is known of a taxon in the country."""
