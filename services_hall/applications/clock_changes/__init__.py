"""What moves the clock of a case: special procedures, extensions, delays."""
