"""Demonstration data: accounts, certificates, and the walk of `make demo`."""
