"""Reports: what a verdict looks like to a person and to a program."""
