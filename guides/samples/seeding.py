"""Publication of the sample guides and bundles, under the same rules as any edition."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.editions import (
    EditionT,
    approve_edition,
    edition_type,
    open_draft,
    publish_edition,
    submit_edition,
)
from guides.enumerations import EditionStatus
from guides.form_files import store_form_file
from guides.models import BundleEdition, GuideEdition
from guides.samples import (
    bundle_sample_codes,
    load_bundle_sample,
    load_sample,
    media_type_of,
    sample_codes,
    sample_forms,
)
from guides.terms import canonical_bytes, public_content, terms_hash

EDITOR: Final = "seed-editor"
APPROVER: Final = "seed-approver"
CHANGE_NOTE: Final = "示例数据"


def seed_samples(session: Session, *, now: datetime) -> list[GuideEdition | BundleEdition]:
    """Writes, approves and publishes samples that are missing or changed; returns the published editions.

    Skips items and bundles with an edition by another author, or with a withdrawn sample. Bundles come after
    guides, because they are checked against the guides in force. Call it last in the transaction: it takes
    numbers of the feed.
    """
    store_sample_forms(session, now=now)
    guides = [load_sample(code) for code in sample_codes()]
    bundles = [load_bundle_sample(code) for code in bundle_sample_codes()]
    return [
        *publish_changed_samples(session, GuideEdition, guides, now=now),
        *publish_changed_samples(session, BundleEdition, bundles, now=now),
    ]


def store_sample_forms(session: Session, *, now: datetime) -> None:
    """Stores the blank forms and samples that the sample guides name."""
    for name, content in sample_forms():
        store_form_file(session, content, media_type=media_type_of(name), author=EDITOR, now=now)


def publish_changed_samples(
    session: Session, editions: type[EditionT], samples: Iterable[Mapping[str, Any]], *, now: datetime
) -> list[EditionT]:
    approved = [
        approve_sample(session, editions, sample, now=now)
        for sample in samples
        if is_outdated(editions_of(session, editions, sample["code"]), sample)
    ]
    return [publish_edition(session, edition, now=now) for edition in approved]


def approve_sample(
    session: Session, editions: type[EditionT], sample: Mapping[str, Any], *, now: datetime
) -> EditionT:
    edition = open_draft(
        session,
        editions,
        code=sample["code"],
        content=sample,
        author=EDITOR,
        now=now,
        change_note=CHANGE_NOTE,
    )
    submit_edition(session, edition, author=EDITOR, now=now)
    return approve_edition(session, edition, approver=APPROVER, now=now)


def editions_of(session: Session, editions: type[EditionT], code: str) -> Sequence[EditionT]:
    query = select(editions).join(editions.subject).where(edition_type(editions).subjects.code == code)
    return session.scalars(query.order_by(editions.number)).all()


def is_outdated(editions: Sequence[EditionT], sample: Mapping[str, Any]) -> bool:
    """True when there is no edition, or only samples with an edition in force that differs from `sample`."""
    if not editions:
        return True
    last = editions[-1]
    all_seeded = all(edition.authors == [EDITOR] for edition in editions)
    says = terms_hash(canonical_bytes(public_content(sample)))
    return all_seeded and last.status is EditionStatus.CURRENT and last.sha256 != says
