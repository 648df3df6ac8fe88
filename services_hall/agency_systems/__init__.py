"""What the hall tells agencies' own systems: the change feed of their cases, and messages."""
