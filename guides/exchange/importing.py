"""Import of guides and bundles from YAML or JSON, always as drafts that another person has to approve."""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.editions import EditionT, edition_type, open_draft
from guides.errors import DraftInvalid, FieldProblem, GuidesError
from guides.models import BundleEdition, GuideEdition
from guides.terms import TermsFault, canonical_bytes, public_content, terms_hash

LONGEST_TEXT: Final = 2_000_000
ENVELOPE: Final = frozenset({"kind", "code", "number", "sha256", "content"})


class ImportFault(StrEnum):
    """Why a text cannot be read as terms."""

    TOO_LONG = "import_too_long"
    NOT_YAML = "not_yaml"
    TOO_DEEP = "nested_too_deep"
    REFERENCE = "yaml_reference"
    KEY_UNUSABLE = "key_unusable"
    """A key is repeated, or is no text."""
    NOT_A_MAPPING = "not_a_mapping"


class ImportUnreadable(GuidesError):
    """The text is not a YAML or JSON mapping; `line` is the position, counted from 1, or None.

    `detail` is what the parser reports, in its own words, for terminals.
    """

    def __init__(self, fault: ImportFault, line: int | None = None, *, detail: str = "") -> None:
        super().__init__(": ".join(filter(None, [fault, detail])))
        self.fault = fault
        self.line = line


class ImportAltered(GuidesError):
    """The terms of an exported edition do not match its hash."""

    def __init__(self, code: str, sha256: str) -> None:
        super().__init__(f"{code} does not have the hash {sha256}")
        self.code = code
        self.sha256 = sha256


class PlainLoader(yaml.SafeLoader):
    """A YAML loader that refuses references, which can expand without bound, and duplicate keys."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()  # type: ignore[no-untyped-call]  # the stubs leave it out
            raise ImportUnreadable(ImportFault.REFERENCE, alias.start_mark.line + 1)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[object] = set()
        for key, _ in node.value:
            name = self.construct_object(key, deep=True)
            if not isinstance(name, str) or name in seen:
                raise ImportUnreadable(ImportFault.KEY_UNUSABLE, key.start_mark.line + 1)
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


ReadText = Callable[[str], str]
"""How a text that a person wrote is read; raises an error of its own for one that cannot be kept."""


def read_terms_text(text: str, *, read: ReadText) -> dict[str, Any]:
    """The mapping in `text`, as YAML or JSON: terms, or an exported edition. Raises ImportUnreadable.

    Every text in it is read by `read`, so that an escape such as \\u200b brings nothing hidden in; an error
    of `read` passes through.
    """
    if len(text) > LONGEST_TEXT:
        raise ImportUnreadable(ImportFault.TOO_LONG)
    try:
        raw = yaml.load(text, Loader=PlainLoader)  # noqa: S506 (a subclass of SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = mark.line + 1 if mark else None
        raise ImportUnreadable(ImportFault.NOT_YAML, line, detail=error.problem or "") from None
    except RecursionError:
        raise ImportUnreadable(ImportFault.TOO_DEEP) from None
    except (yaml.YAMLError, ValueError) as error:
        raise ImportUnreadable(ImportFault.NOT_YAML, detail=str(error)) from None
    if not isinstance(raw, dict):
        raise ImportUnreadable(ImportFault.NOT_A_MAPPING)
    return {str(key): _with_texts_read(value, read) for key, value in raw.items()}


def _with_texts_read(value: object, read: ReadText) -> Any:
    if isinstance(value, str):
        return read(value)
    if isinstance(value, dict):
        return {read(key): _with_texts_read(inner, read) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_texts_read(inner, read) for inner in value]
    return value


def unchecked_terms(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    """The unchecked terms: `raw` itself, or the content of an exported edition. Raises DraftInvalid."""
    content = raw["content"] if raw.keys() >= ENVELOPE else raw
    if not isinstance(content, Mapping):
        raise DraftInvalid({"content": [FieldProblem(TermsFault.NOT_A_GROUP)]})
    return content


def checked_terms(
    raw: Mapping[str, Any], editions: type[GuideEdition | BundleEdition] | None = None
) -> dict[str, Any]:
    """The validated terms of `raw`: terms, or an exported edition whose hash must match.

    `editions` is the expected type of editions; without it, the type is derived from the terms. Raises
    DraftInvalid and ImportAltered.
    """
    terms = unchecked_terms(raw)
    loaded = edition_type(editions or (BundleEdition if is_bundle(terms) else GuideEdition)).load_terms(terms)
    if raw.keys() >= ENVELOPE and public_hash(loaded) != raw["sha256"]:
        raise ImportAltered(str(raw["code"]), str(raw["sha256"]))
    return loaded


def public_hash(content: Mapping[str, Any]) -> str:
    """The hash that an edition with this content has."""
    return terms_hash(canonical_bytes(public_content(content)))


def is_bundle(raw: Mapping[str, Any]) -> bool:
    """True for the terms of a bundle, which have items instead of an item type."""
    return "items" in raw and "item_type" not in raw


def import_draft(
    session: Session, raw: Mapping[str, Any], *, author: str, now: datetime, change_note: str = ""
) -> GuideEdition | BundleEdition | None:
    """A new draft with the terms in `raw`, or None when they equal the terms of the last edition.

    Raises DraftInvalid, ImportAltered, and CodeTaken when the same new code is imported twice at the same
    time.
    """
    loaded = checked_terms(raw)
    editions: type[GuideEdition | BundleEdition] = BundleEdition if is_bundle(loaded) else GuideEdition
    if last_hash(session, editions, loaded["code"]) == public_hash(loaded):
        return None
    return open_draft(
        session,
        editions,
        code=loaded["code"],
        content=loaded,
        author=author,
        now=now,
        change_note=change_note,
    )


def last_hash(session: Session, editions: type[EditionT], code: str) -> str | None:
    """The hash of the last edition, of any status, of the guide or bundle with this code."""
    query = select(editions.sha256).join(editions.subject).where(edition_type(editions).subjects.code == code)
    return session.scalar(query.order_by(editions.number.desc()).limit(1))
