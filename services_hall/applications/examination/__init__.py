"""Examination of a case inside the agency: steps, opinions, on-site checks, notes."""
