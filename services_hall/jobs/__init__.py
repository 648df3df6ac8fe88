"""Background jobs: stored in the transaction that causes them, run once by workers."""
