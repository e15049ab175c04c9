"""Settings of all tests."""

from hypothesis import settings

# A busy machine is no failure: how long an example takes is not asserted.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")
