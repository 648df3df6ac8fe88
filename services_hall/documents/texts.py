"""The text of a numbered paper as data that a template sets in type."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PaperText:
    """One paper: heading, facts by row, paragraphs, a table, remedies, who signs and when."""

    title: str
    number: str
    addressee: str
    facts: Sequence[tuple[str, str]]
    paragraphs: Sequence[str]
    table_head: Sequence[str]
    table: Sequence[Sequence[str]]
    remedies: Sequence[str]
    signed_by: str
    signed_on: str
    edition_line: str
    verify_url: str
    is_demo: bool
