"""The schema of a guide's terms: what is loaded, in what shape, with which defaults."""
