"""Strategies, laws and a pytest plug-in for those who test rules, profiles and engines."""
