"""The form for the terms of a guide: layout, fields with values, parsing of input."""
