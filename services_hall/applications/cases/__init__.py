"""What every case goes through: dispatch, log of events, notices to people."""
