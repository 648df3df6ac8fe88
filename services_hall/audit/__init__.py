"""The tamper-evident audit record: who did what and when, in a hash chain that reveals later changes."""
