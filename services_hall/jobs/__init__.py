"""Slow and remote work: rows written in the transaction that caused it, run by workers once."""
