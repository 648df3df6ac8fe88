"""Property tests of these rooms try the same examples every time."""

from hypothesis import settings

settings.register_profile("hall", derandomize=True, database=None, deadline=None)
settings.load_profile("hall")
