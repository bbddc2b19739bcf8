"""The places of the window, one file each; `base` says what a place is, `registry` which there are."""
