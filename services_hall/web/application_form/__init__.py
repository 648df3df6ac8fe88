"""Pages of the application form, which the online hall and the window share."""
