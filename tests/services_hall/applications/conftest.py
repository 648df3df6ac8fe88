"""Settings of the property tests: the same examples in every run."""

from hypothesis import settings

settings.register_profile("hall", derandomize=True, database=None, deadline=None)
settings.load_profile("hall")
