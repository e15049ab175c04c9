"""Benchmarks: each measures our engines and others' in one run; none asserts a time."""
