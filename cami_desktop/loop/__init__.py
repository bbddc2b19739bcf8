"""The verbs of the loop: each ties an open workspace to exchange and merge; window and command line call them."""
