"""Processes of a running site: supervisor, worker, preflight checks, schema upgrade, logs, health."""
