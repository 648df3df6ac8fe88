"""Shared code of the tests: processes, PostgreSQL, browser, halls, test data."""
