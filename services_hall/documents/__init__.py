"""Files that the hall makes: numbered papers and printed guides."""
