"""Benchmarks of the hall; each result is compared with the limit of the same machine from the same run."""
