"""Testing a standard: conformance cases, strategies of records, laws, and mutation of rules."""
