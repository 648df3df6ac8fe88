"""Full-text search over the guides and bundles in force."""

from guides.search.index import GUIDE_HIT, SearchIndex, SearchMatch, Snippet

__all__ = [
    "GUIDE_HIT",
    "SearchIndex",
    "SearchMatch",
    "Snippet",
]
