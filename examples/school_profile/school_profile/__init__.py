"""A sample standard of schools, as data files: nothing in here is run."""
