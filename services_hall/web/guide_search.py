"""Search over published guides and bundles, with one index in each process."""

from typing import Final

from flask import current_app, request

from guides.search import SearchIndex, SearchMatch
from services_hall.database import reading

MOST_HITS: Final = 30
LONGEST_QUERY: Final = 200
_EXTENSION: Final = "hall.search"


def search_guides(query: str) -> list[SearchMatch]:
    """Guides and bundles for words, pinyin initials or traditional characters; none for an empty query."""
    return search_index().search(reading(), query, MOST_HITS) if query else []


def search_index() -> SearchIndex:
    """The index of this process, created on first use."""
    index: SearchIndex = current_app.extensions.setdefault(_EXTENSION, SearchIndex())
    return index


def query_words() -> str:
    """The query words in the address (`q`), separated by single spaces."""
    return " ".join((request.args.get("q") or "").split())[:LONGEST_QUERY]
