"""Engines: machines that run the formulas of rules, all held to one meaning."""
