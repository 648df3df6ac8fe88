"""Shared parts of all kinds of cases: transitions, event log, steps, deadlines, obligations, lights."""
