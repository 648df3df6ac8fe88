"""Acceptance of cases, in words or by silence, and what stands in its way: refusals and bars."""
