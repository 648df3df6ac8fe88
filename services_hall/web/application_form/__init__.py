"""Pages of the application form for applying online and at the window."""
