"""Beginnings of the names of fields in a form, and of the sources that fill them in (pure)."""

from typing import Final

FIELD: Final = "field."

QUESTION: Final = "q."

MATERIAL: Final = "material."
OF_QUESTION: Final = "question."
"""The start of the source of a field that repeats the answer to a question of the scenario."""
