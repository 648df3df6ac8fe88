"""In-memory index of the guides and bundles in force, updated from the feed."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from tantivy import Document, Index, Schema, SchemaBuilder, Searcher, TextAnalyzerBuilder, Tokenizer

from guides.bundles import BundleTerms
from guides.editions import feed_head, guide_events
from guides.enumerations import EditionStatus, SnippetKind
from guides.models import Agency, Bundle, BundleEdition, GuideEdition, ServiceItem
from guides.search.queries import BOOSTS, SPELLINGS, QueryParser
from guides.search.words import (
    index_words,
    initials,
    pinyin,
    runs,
    simplify,
)
from guides.terms import GuideTerms, build_terms
from guides.vocabulary import CERTIFICATE_ACTIONS

GUIDE_HIT: Final = "guide"
BUNDLE_HIT: Final = "bundle"
WRITER_BYTES: Final = 15_000_000
EVENTS_AT_ONCE: Final = 200
ROWS: Final = {"yield_per": 200}
MOST_HITS: Final = 200
MOST_CHANGES: Final = 1_000  # with more changes than this the whole index is rebuilt
LATER_GUIDE: Final = 0.05
"""Weight of a guide that starts from a certificate, beside the guide that issues it."""
SNIPPET_CHARACTERS: Final = 80

Agencies = Mapping[str, tuple[str, ...]]  # role → names of the agencies that have it


@dataclass(frozen=True)
class Snippet:
    """The reason for a match: the part of the guide that contains the words, and its text."""

    kind: SnippetKind
    text: str


@dataclass(frozen=True)
class SearchMatch:
    """A matching guide or bundle, with the reason for the match."""

    code: str
    name: str
    kind: str
    snippet: Snippet


@dataclass(frozen=True)
class IndexEntry:
    """The data of a guide or a bundle that search results show."""

    code: str
    name: str
    kind: str
    about: str
    result: str
    materials: tuple[str, ...]
    items: tuple[str, ...] = ()
    action: str = ""
    """What it does with a certificate that the applicant holds already."""

    def weight(self, words: Iterable[str]) -> float:
        """Less than 1 for a guide about a certificate that is held, unless its action is asked for."""
        return 1.0 if not self.action or any(word in self.action for word in words) else LATER_GUIDE

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.code}"

    def snippet(self, words: Iterable[str]) -> Snippet:
        """The snippet of this entry for the searched `words`."""
        sought = tuple(words)
        if not any(word in self.name for word in sought):
            for kind, texts in ((SnippetKind.ITEM, self.items), (SnippetKind.MATERIAL, self.materials)):
                for text in texts:
                    if any(word in text for word in sought):
                        return Snippet(kind, text)
        if self.kind == GUIDE_HIT:
            return Snippet(SnippetKind.RESULT, self.result[:SNIPPET_CHARACTERS])
        return Snippet(SnippetKind.SUMMARY, self.about[:SNIPPET_CHARACTERS])


@dataclass(frozen=True)
class IndexState:
    """One state of the index: its sources, and the data for queries."""

    head: int
    index: Index
    searcher: Searcher
    entries: Mapping[str, IndexEntry]


def schema() -> Schema:
    builder = SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in (*BOOSTS, *SPELLINGS):
        builder.add_text_field(name, tokenizer_name="words", index_option="freq")
    return builder.build()


def empty_index(shape: Schema) -> Index:
    index = Index(shape)
    index.register_tokenizer("words", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
    return index


@dataclass
class SearchIndex:
    """A thread-safe index: queries read an immutable state; one thread at a time builds the next."""

    lock: Lock = field(default_factory=Lock)
    shape: Schema = field(default_factory=schema)
    state: IndexState | None = None

    def search(self, session: Session, text: str, limit: int = 20) -> list[SearchMatch]:
        """The guides and bundles in force that match `text`, best first."""
        self.refresh(session)
        return self.query(text, limit)

    def query(self, text: str, limit: int = 20) -> list[SearchMatch]:
        """The matches of `text` in the current state of the index; a text without meaning has no matches."""
        state = self.state
        parsed = QueryParser(self.shape, state.searcher).parse(text) if state else None
        if state is None or parsed is None or limit < 1:
            return []
        wanted = min(limit, MOST_HITS)
        hits = state.searcher.search(parsed.strict, limit=wanted, count=False).hits
        hits = hits or state.searcher.search(parsed.loose, limit=wanted, count=False).hits
        entries = [(score, state.entries[state.searcher.doc(address)["key"][0]]) for score, address in hits]
        words = tuple(parsed.words)
        entries.sort(
            key=lambda scored: (-scored[0] * scored[1].weight(words), scored[1].kind, scored[1].code)
        )
        return [SearchMatch(entry.code, entry.name, entry.kind, entry.snippet(words)) for _, entry in entries]

    def refresh(self, session: Session) -> bool:
        """Updates the index to the head of the feed with one small query; returns True when it changed."""
        head = feed_head(session)
        if self.state is not None and self.state.head == head:
            return False
        with self.lock:
            state = self.state
            if state is None or head < state.head:
                self.state = self.build_state(session, head)
            elif head > state.head:
                self.state = self.update_state(session, head, state)
            return self.state is not state

    def build_state(self, session: Session, head: int) -> IndexState:
        """A complete new state of the index."""
        index = empty_index(self.shape)
        entries: dict[str, IndexEntry] = {}
        agencies = agency_names(session)
        with index.writer(WRITER_BYTES, 1) as writer:
            for entry, terms in published_entries(session):
                entries[entry.key] = entry
                writer.add_document(document(entry, terms, agencies))
        return index_state(index, head, entries)

    def update_state(self, session: Session, head: int, state: IndexState) -> IndexState:
        """The state after `state`: entries named by newer events are read again, the others are reused."""
        items, codes = changed_codes(session, state.head)
        if len(items) + len(codes) > MOST_CHANGES:
            return self.build_state(session, head)
        gone = {f"{GUIDE_HIT}:{code}" for code in items} | {f"{BUNDLE_HIT}:{code}" for code in codes}
        entries = {key: entry for key, entry in state.entries.items() if key not in gone}
        agencies = agency_names(session)
        current = list(
            published_entries(session, items, codes)
        )  # the writer commits finished documents even on an error
        with state.index.writer(WRITER_BYTES, 1) as writer:
            for key in gone:
                writer.delete_documents_by_term("key", key)
            for entry, terms in current:
                entries[entry.key] = entry
                writer.add_document(document(entry, terms, agencies))
        return index_state(state.index, head, entries)


def index_state(index: Index, head: int, entries: Mapping[str, IndexEntry]) -> IndexState:
    index.reload()
    return IndexState(head=head, index=index, searcher=index.searcher(), entries=entries)


def changed_codes(session: Session, after: int) -> tuple[set[str], set[str]]:
    """The codes of the items and of the bundles in events after the number `after`."""
    items: set[str] = set()
    codes: set[str] = set()
    while events := guide_events(session, after=after, limit=EVENTS_AT_ONCE):
        items |= {event.item_code for event in events if event.item_code}
        codes |= {event.bundle_code for event in events if event.bundle_code}
        after = events[-1].seq
    return items, codes


def agency_names(session: Session) -> Agencies:
    """The names of the agencies of each role, to be indexed."""
    names: dict[str, list[str]] = {}
    for role, name in session.execute(select(Agency.role, Agency.name).order_by(Agency.code)):
        names.setdefault(role, []).append(name)
    return {role: tuple(each) for role, each in names.items()}


def published_entries(
    session: Session, items: Collection[str] | None = None, codes: Collection[str] | None = None
) -> Iterator[tuple[IndexEntry, GuideTerms | BundleTerms]]:
    """The guides of `items` and the bundles of `codes` that are in force (all when None), with terms."""
    guides = select(GuideEdition.content).join(ServiceItem, GuideEdition.item_id == ServiceItem.id)
    bundles = select(BundleEdition.content).join(Bundle, BundleEdition.bundle_id == Bundle.id)
    if items is not None:
        guides = guides.where(ServiceItem.code.in_(items))
    if codes is not None:
        bundles = bundles.where(Bundle.code.in_(codes))
    in_force = GuideEdition.status == EditionStatus.CURRENT
    for content in session.scalars(guides.where(in_force), execution_options=ROWS):
        guide = build_terms(GuideTerms, content)
        yield guide_entry(guide), guide
    in_force = BundleEdition.status == EditionStatus.CURRENT
    for content in session.scalars(bundles.where(in_force)).all():
        bundle = build_terms(BundleTerms, content)
        yield bundle_entry(bundle, item_names(session, bundle)), bundle


def guide_entry(terms: GuideTerms) -> IndexEntry:
    return IndexEntry(
        code=terms.code,
        name=terms.name,
        kind=GUIDE_HIT,
        about="",
        result=terms.result.name,
        materials=tuple(material.name for material in terms.materials),
        action=CERTIFICATE_ACTIONS[terms.starts_from.action] if terms.starts_from is not None else "",
    )


def item_names(session: Session, bundle: BundleTerms) -> tuple[str, ...]:
    """The names of the items of a bundle."""
    codes = [entry.item for entry in bundle.items]
    query = select(ServiceItem.code, ServiceItem.name).where(ServiceItem.code.in_(codes))
    names = dict(session.execute(query).tuples().all())
    return tuple(names[code] for code in codes if code in names)


def bundle_entry(terms: BundleTerms, items: tuple[str, ...]) -> IndexEntry:
    return IndexEntry(
        code=terms.code,
        name=terms.name,
        kind=BUNDLE_HIT,
        about=terms.summary,
        result="",
        materials=tuple(merge.name for merge in terms.merges),
        items=items,
    )


def document(entry: IndexEntry, terms: GuideTerms | BundleTerms, agencies: Agencies) -> Document:
    """The indexed document of a guide or a bundle: words, pinyin, code."""
    names = [entry.name, terms.short_name, *terms.topics, *terms.life_events]
    role = terms.agency_role if isinstance(terms, GuideTerms) else terms.lead_agency_role
    texts = {
        "name": [entry.name],
        "short_name": [terms.short_name],
        "result": [entry.result],
        "life_events": terms.life_events,
        "topics": terms.topics,
        "agency": agencies.get(role, ()),
        "materials": entry.materials,
        "about": [entry.about or entry.result, *entry.items],
    }
    words = {name: [word for text in each for word in index_words(text)] for name, each in texts.items()}
    words["code"] = ["".join(runs(simplify(entry.code))), *runs(simplify(entry.code))]
    words["initials"], words["pinyin"] = initials(names), pinyin(names)
    return Document(key=entry.key, **{name: " ".join(dict.fromkeys(each)) for name, each in words.items()})
