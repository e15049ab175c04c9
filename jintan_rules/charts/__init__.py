"""Pictures of many verdicts."""
