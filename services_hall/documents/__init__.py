"""Documents created by the hall: numbered papers and printed guides."""
