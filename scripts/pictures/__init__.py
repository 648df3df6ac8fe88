"""Pictures of the pages of a hall with demonstration data: run `python -m scripts.pictures --help`."""
