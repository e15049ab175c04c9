"""Generated pages: the notice with its coverage, what is left out, each profile's catalogue.

``python -m tools.pages`` writes them; with ``--check`` it sees that they are up to date.
"""
