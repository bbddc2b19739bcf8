"""The places of the window, a folder each (its `place` is what the rail opens); `base` says what a place is, `registry`
which there are. What several of them show stands beside the folders.
"""
