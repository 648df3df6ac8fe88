"""What every kind of case shares: transitions, event log, steps, deadlines, obligations, lights."""
