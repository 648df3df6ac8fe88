"""The page of a filed application, for the applicant online and for the clerk at the window."""
