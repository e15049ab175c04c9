"""Files to vocabularies, profiles and records: the only place that reads files."""
