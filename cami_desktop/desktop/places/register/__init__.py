"""Register: organisations, people, sites, sources, attachments and duplicates."""
