"""Generated pages: the notice with its coverage, what is left out, the catalogue of each profile.

``python -m tools.pages`` writes them, ``python -m tools.pages --check`` sees that they are up to date.
"""
