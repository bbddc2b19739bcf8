"""Region: what the countries sent, merged and handed out."""
