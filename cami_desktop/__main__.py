"""`python -m cami_desktop`: the command line."""

from cami_desktop.cli import main

main()
