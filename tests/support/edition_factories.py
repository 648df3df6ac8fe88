"""Editions of invented guides and bundles, brought to a status by the real rules."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final, Generic

from sqlalchemy.orm import Session

from guides.editions import EditionT, edition_type
from guides.editions.types import EditionType
from guides.enumerations import EventKind
from guides.models import BundleEdition, GuideEdition, GuideEvent
from tests.support import editions
from tests.support.bundle_terms import bundle_content
from tests.support.editions import APPROVER as APPROVER
from tests.support.editions import EDITOR as EDITOR
from tests.support.guide_terms import LAW_KEY, guide_content

NOW: Final = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # Monday 10:00 in China


@dataclass(frozen=True)
class EditionFactory(Generic[EditionT]):
    """Writes editions of one kind; `content` returns terms with the requested differences."""

    editions: type[EditionT]
    content: Callable[..., dict[str, Any]]

    @property
    def kind(self) -> EditionType[EditionT]:
        return edition_type(self.editions)

    @property
    def code(self) -> str:
        return str(self.content()["code"])

    def draft(self, session: Session, *, now: datetime = NOW, **changes: Any) -> EditionT:
        return editions.draft_edition(session, self.editions, self.content(**changes), now=now)

    def submit(self, session: Session, *, now: datetime = NOW, **changes: Any) -> EditionT:
        return editions.submitted_edition(session, self.editions, self.content(**changes), now=now)

    def approve(
        self, session: Session, *, now: datetime = NOW, effective_on: date | None = None, **changes: Any
    ) -> EditionT:
        content = self.content(**changes)
        return editions.approved_edition(session, self.editions, content, now=now, effective_on=effective_on)

    def publish(self, session: Session, *, now: datetime = NOW, **changes: Any) -> EditionT:
        return editions.published_edition(session, self.editions, self.content(**changes), now=now)


def bundle_of_two(**changes: Any) -> dict[str, Any]:
    """The terms of a bundle of the guides that `two_guides` puts into force."""
    return bundle_content("REG", "FOOD", **changes)


GUIDE: Final = EditionFactory(GuideEdition, guide_content)
BUNDLE: Final = EditionFactory(BundleEdition, bundle_of_two)

draft_guide = GUIDE.draft
submitted_guide = GUIDE.submit
approved_guide = GUIDE.approve
published_guide = GUIDE.publish


def certificate_material(key: str, *, spared_by: str | None = None) -> dict[str, Any]:
    """A material that a certificate can replace."""
    return {
        "key": key,
        "name": key,
        "kind": "original",
        "copies": 1,
        "is_proof": False,
        "issuer_type": "applicant",
        "bases": [LAW_KEY],
        "necessity": "required",
        "when": {},
        "spared_by": [{"certificate_type": spared_by}] if spared_by else [],
    }


def linked_guide(session: Session, code: str, *, issues: str, needs: str) -> GuideEdition:
    """A guide in force that issues one type of certificate and requires another."""
    return published_guide(session, **linked_terms(code, issues=issues, needs=needs))


def linked_terms(code: str, *, issues: str, needs: str) -> dict[str, Any]:
    """The parts of such a guide's terms that differ from the minimal ones."""
    result = guide_content()["result"] | {"certificate_type": issues}
    return {"code": code, "result": result, "materials": [certificate_material("main", spared_by=needs)]}


def two_guides(session: Session) -> None:
    """A registration in force, and a food permit that requires the certificate of the registration."""
    linked_guide(session, "REG", issues="business-licence", needs="identity-card")
    linked_guide(session, "FOOD", issues="food-business-permit", needs="business-licence")


def feed_event(code: str) -> GuideEvent:
    return GuideEvent(kind=EventKind.GUIDE_PUBLISHED, item_code=code, edition_number=1, at=NOW, summary={})
