"""The text of a numbered paper as data for a template."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PaperText:
    """One paper: heading, rows of facts, paragraphs, a table, remedies, signature and date."""

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
