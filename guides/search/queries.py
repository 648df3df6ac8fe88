"""Construction of search queries from the text of a user, term by term, so that no input is an error."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tantivy import Occur, Query, Schema, Searcher

from guides.search.words import (
    HAN,
    everyday_words,
    filler_words,
    parts,
    query_words,
    simplify,
)

BOOSTS: Final = {
    "name": 6.0,
    "short_name": 4.0,
    "result": 3.0,
    "life_events": 2.0,
    "topics": 1.5,
    "agency": 1.0,
    "materials": 1.0,
    "about": 0.7,
}
"""The fields that contain words, with their weights."""

SPELLINGS: Final = {"code": 20.0, "pinyin": 5.0, "initials": 4.0}
"""The fields whose terms can begin with Latin letters."""

MEANT_BOOST: Final = 0.8  # weight of a synonym, compared with the searched word itself
PARTS_BOOST: Final = 0.5  # weight of a word that matches only in parts
TIE_BREAKER: Final = 0.2  # weight of the fields other than the best one
LONGEST_QUERY: Final = 100
MOST_WORDS: Final = 12
SHORTEST_SPELLING: Final = 2
KNOWN_SHARE: Final = 0.5  # share of a query's characters that must match


@dataclass(frozen=True)
class ParsedQuery:
    """A query in two strictnesses: all words match, or if there is no such match, at least half of them."""

    words: tuple[str, ...]
    strict: Query
    loose: Query


@dataclass(frozen=True)
class QueryParser:
    """A parser of queries against the words of one state of the index."""

    schema: Schema
    searcher: Searcher

    def parse(self, text: str) -> ParsedQuery | None:
        """The query for `text`, or None when the index knows none of its words."""
        words = query_words(simplify(text[:LONGEST_QUERY]))[:MOST_WORDS]
        meaningful = [word for word in words if word not in filler_words()] or words
        if (
            len(meaningful) > 1
            and not any(HAN.match(word) for word in meaningful)
            and self.word_query("".join(meaningful))
        ):
            meaningful = ["".join(meaningful)]
        queries = {word: query for word in meaningful if (query := self.word_query(word)) is not None}
        if not queries or character_count(queries) < KNOWN_SHARE * character_count(meaningful):
            return None
        return ParsedQuery(
            words=tuple(meaning for word in queries for meaning in (word, *everyday_words().get(word, ()))),
            strict=Query.boolean_query([(Occur.Must, query) for query in queries.values()]),
            loose=Query.boolean_query(
                [(Occur.Should, query) for query in queries.values()],
                minimum_number_should_match=(len(queries) + 1) // 2,
            ),
        )

    def word_query(self, word: str) -> Query | None:
        """The query for `word`: itself, its synonyms, its spelling or its parts; None without a match."""
        queries = self.term_queries(word)
        for meant in everyday_words().get(word, ()):
            queries += [Query.boost_query(query, MEANT_BOOST) for query in self.term_queries(meant)]
        if not HAN.match(word):
            queries += self.spelling_queries(word)
        if not queries and len(word) > SHORTEST_SPELLING:
            queries = self.part_queries(word)
        return any_query(queries) if queries else None

    def term_queries(self, word: str) -> list[Query]:
        """A term query for `word` in each field that contains it."""
        return [
            Query.boost_query(Query.term_query(self.schema, field, word, index_option="freq"), boost)
            for field, boost in BOOSTS.items()
            if self.searcher.doc_freq(field, word)
        ]

    def spelling_queries(self, letters: str) -> list[Query]:
        """Queries for codes and pinyin that begin with `letters`, which contain only a-z and 0-9."""
        if len(letters) < SHORTEST_SPELLING:
            return []
        return [
            Query.boost_query(Query.regex_query(self.schema, field, f"{letters}.*"), boost)
            for field, boost in SPELLINGS.items()
            if self.searcher.terms_with_prefix(field, letters, limit=1)
        ]

    def part_queries(self, word: str) -> list[Query]:
        """A query for all parts of `word` together, if the index knows each of them."""
        part_terms = [self.term_queries(part) for part in parts(word)]
        if not part_terms or not all(part_terms):
            return []
        together = Query.boolean_query([(Occur.Must, any_query(queries)) for queries in part_terms])
        return [Query.boost_query(together, PARTS_BOOST)]


def any_query(queries: Sequence[Query]) -> Query:
    """A query that matches any of `queries`; the best match has full weight, the others a small one."""
    return Query.disjunction_max_query(queries, tie_breaker=TIE_BREAKER)


def character_count(words: Iterable[str]) -> int:
    return sum(len(word) for word in words)
