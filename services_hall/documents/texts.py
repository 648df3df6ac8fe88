"""The text of a numbered paper as data for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

SEAL_NOTE: Final = "（印章处）电子签名作技术证明，非电子印章"
"""Under the signature of a body: what the signature is and what it is not."""
SHORT_LABEL: Final = 5
SHORT_VALUE: Final = 26
"""How much of a fact fits half a row; a Chinese character of the value counts two."""
NARROWEST: Final = 6
WIDEST: Final = 18
"""Between how many characters the longest text of a column counts for its width."""
SIGNATURE_WIDTH: Final = 15
"""How many characters the name of who signs has on one line."""
LAST_LATIN: Final = 0x2E7F


@dataclass(frozen=True)
class PaperText:
    """One paper: heading, rows of facts, paragraphs, a table, remedies, contact, signature and date.

    A record has no addressee; `letterhead` is the issuing body where it is not who signs, empty on what an
    applicant signs. `signature_lines` leave room for signatures by hand.
    """

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
    contact: Sequence[str] = ()
    signature_note: str = SEAL_NOTE
    letterhead: str | None = None
    signature_lines: Sequence[str] = ()

    @property
    def issuer(self) -> str:
        """The body named above the title; empty where nobody is."""
        return self.signed_by if self.letterhead is None else self.letterhead

    @property
    def signatory_lines(self) -> list[str]:
        """Who signs, with what stands in brackets at the end of a long name on a line of its own."""
        name, bracket, rest = self.signed_by.rpartition("（")
        is_long = len(self.signed_by) > SIGNATURE_WIDTH
        return [name, f"{bracket}{rest}"] if name and is_long else [self.signed_by]

    @property
    def column_shares(self) -> list[float]:
        """The share of the width, in percent, of each column of the table: by its longest text."""
        longest = [max(map(len, column)) for column in zip(self.table_head, *self.table, strict=True)]
        weights = [min(max(length, NARROWEST), WIDEST) for length in longest]
        return [round(100 * weight / sum(weights), 1) for weight in weights]

    @property
    def fact_rows(self) -> list[Sequence[tuple[str, str]]]:
        """The facts as rows of a table: two neighbours that are both short share a row."""
        rows: list[Sequence[tuple[str, str]]] = []
        facts = list(self.facts)
        while facts:
            count = 2 if len(facts) > 1 and all(_is_short(*fact) for fact in facts[:2]) else 1
            rows.append(facts[:count])
            del facts[:count]
        return rows


def _is_short(label: str, value: str) -> bool:
    """Whether a fact fits half a row of a paper: five characters, thirteen characters."""
    return (
        len(label) <= SHORT_LABEL and sum(2 if ord(one) > LAST_LATIN else 1 for one in value) <= SHORT_VALUE
    )


@dataclass(frozen=True)
class Printing:
    """What a text needs to know beside its paper: its title and number, and the site that prints it."""

    title: str
    number: str
    site_name: str
    base_url: str
    is_demo: bool

    @property
    def verify_url(self) -> str:
        """The page on which anyone checks the paper."""
        return f"{self.base_url}/verify/{self.number}"
