"""Proofs about profiles, with the extra ``prove``."""
