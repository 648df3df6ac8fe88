"""Export of editions as JSON or YAML: the terms, with the number and the hash that identify the edition."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml
from sqlalchemy.orm import Session

from guides import catalog
from guides.bundles.catalog import current_bundles
from guides.models import BundleEdition, GuideEdition

GUIDE: Final = "guide"
BUNDLE: Final = "bundle"
PAGE: Final = 200

AnyEdition = GuideEdition | BundleEdition


class PlainDumper(yaml.CSafeDumper):
    """A dumper that writes repeated values in full, without YAML references; in C, a fifth of the time."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def edition_document(edition: AnyEdition) -> dict[str, Any]:
    """The edition as plain values: kind, code, number, hash, status, days and content."""
    is_guide = isinstance(edition, GuideEdition)
    return {
        "kind": GUIDE if is_guide else BUNDLE,
        "code": edition.terms.code,
        "number": edition.number,
        "sha256": edition.sha256,
        "status": edition.status.value,
        "effective_on": edition.effective_on.isoformat() if edition.effective_on else None,
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
        "content": edition.public_content,
    }


def edition_as_json(edition: AnyEdition) -> str:
    """The edition as a JSON text that `read_terms_text` can read."""
    return json.dumps(edition_document(edition), ensure_ascii=False, indent=2) + "\n"


def edition_as_yaml(edition: AnyEdition) -> str:
    """The edition as a YAML text that `read_terms_text` can read."""
    return terms_as_yaml(edition_document(edition))


def terms_as_json(content: Mapping[str, Any]) -> str:
    """Terms alone as a JSON text, whether valid or not."""
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def terms_as_yaml(content: Mapping[str, Any]) -> str:
    """Terms alone as a YAML text for reading and editing."""
    return yaml.dump(dict(content), Dumper=PlainDumper, allow_unicode=True, sort_keys=False, width=110)


def current_editions_of_all(session: Session) -> Iterator[AnyEdition]:
    """Every guide in force by code, then every bundle."""
    after: str | None = None
    while page := catalog.current_guides(session, after=after, limit=PAGE):
        yield from page
        after = page[-1].item.code
    yield from current_bundles(session)
