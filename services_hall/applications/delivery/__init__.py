"""Delivery of results: chosen, handed over, opened."""
