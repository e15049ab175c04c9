"""The expression language: parse, check, evaluate, print."""
