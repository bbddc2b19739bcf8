"""Safety: backups, passphrase, checking and repairing the file."""
