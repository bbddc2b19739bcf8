"""Papers of a meeting: sheets for the room and the summary afterwards; they are handed records and write no file."""
