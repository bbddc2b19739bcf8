"""Where records are kept: the .cami file with history, undo and ledgers. The only room that speaks SQL."""
