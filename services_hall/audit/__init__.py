"""The tamper-evident record: who did what and when, chained so that a later change is told."""
