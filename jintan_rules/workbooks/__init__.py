"""Workbooks: the one a branch fills, and the ones that tell it what to do."""
