"""The form over the terms of a guide: layout, fields with what they hold, parsing of what was typed."""
