"""From a record and a rule to slots: all of time, lists, joins and editions."""
