"""A sample standard of public hospitals, as data files: nothing in here is run."""
