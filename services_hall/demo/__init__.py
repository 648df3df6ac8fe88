"""Demonstration data: accounts, certificates, and the walkthrough of `make demo`."""
