"""Benchmarks of the hall, each number beside the limit of the same machine, measured in the same run."""
