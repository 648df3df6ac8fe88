"""Drafts, their authors, and who may approve them."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from guides import approval, content, drafting, feed
from guides.errors import BlockingFindings, DraftInvalid, EditionFrozen, SameEditor, TransitionRefused
from guides.models import EventKind, GuideEdition
from tests.guides.factory import MINIMAL, guide_content
from tests.guides.stories import APPROVER, EDITOR, NOW, approved, drafted, published, submitted


def test_a_draft_gets_the_next_number_and_its_hash(session: Session) -> None:
    first, second = drafted(session), drafted(session, name="新名称")
    assert (first.number, second.number) == (1, 2)
    assert first.item is second.item
    assert second.canonical == content.canonical(guide_content(name="新名称"))
    assert second.sha256 == content.digest(second.canonical)


def test_a_content_of_another_item_is_refused(session: Session) -> None:
    with pytest.raises(DraftInvalid, match="编码不能是"):
        drafting.open_draft(session, item_code="OTHER", content=guide_content(), author=EDITOR, now=NOW)
    with pytest.raises(DraftInvalid):
        drafting.revise(session, drafted(session), guide_content(code="OTHER"), author=EDITOR)


def test_a_draft_is_revised_until_it_is_submitted(session: Session) -> None:
    edition = drafted(session)
    drafting.revise(session, edition, guide_content(name="改后"), author="second", change_note="改名")
    assert (edition.content["name"], edition.change_note) == ("改后", "改名")
    assert edition.authors == [EDITOR, "second"]
    drafting.submit(session, edition, author=EDITOR, now=NOW)
    with pytest.raises(TransitionRefused):
        drafting.revise(session, edition, guide_content(), author=EDITOR)


@pytest.mark.parametrize("person", [EDITOR, "second", "third"])
def test_nobody_approves_or_returns_what_they_wrote_or_submitted(session: Session, person: str) -> None:
    edition = drafting.revise(session, drafted(session), guide_content(name="改后"), author="second")
    drafting.submit(session, edition, author="third", now=NOW)
    with pytest.raises(SameEditor):
        approval.approve(session, edition, approver=person, now=NOW)
    with pytest.raises(SameEditor):
        approval.send_back(session, edition, approver=person, note="请改")
    assert edition.status == "submitted"


def test_an_edition_with_a_blocking_finding_is_not_approved(session: Session) -> None:
    edition = submitted(session, materials=[MINIMAL["materials"][0] | {"name": "其他材料"}])
    with pytest.raises(BlockingFindings) as caught:
        approval.approve(session, edition, approver=APPROVER, now=NOW)
    assert [finding.rule for finding in caught.value.findings] == ["catch_all"]
    assert edition.status == "submitted"


def test_a_warning_does_not_hinder_approval(session: Session) -> None:
    edition = approved(session, faqs=[])
    assert (edition.status, edition.approved_by, edition.approved_at) == ("approved", APPROVER, NOW)


def test_a_returned_edition_is_a_draft_again_with_the_reason(session: Session) -> None:
    edition = approval.send_back(session, submitted(session), approver=APPROVER, note="请核对时限")
    assert (edition.status, edition.review_note) == ("draft", "请核对时限")
    drafting.revise(session, edition, guide_content(name="改后"), author=EDITOR)


def test_a_later_day_is_announced_at_approval(session: Session) -> None:
    approved(session, effective_on=date(2026, 3, 2))
    assert feed.head(session) == 0
    approved(session, code="LATER", effective_on=date(2026, 4, 1))
    (event,) = feed.changes(session, after=0, limit=10)
    assert (event.kind, event.item_code, event.edition_number) == (EventKind.GUIDE_ANNOUNCED, "LATER", 1)
    assert event.summary["effective_on"] == "2026-04-01"


@pytest.mark.parametrize("make", [submitted, approved, published])
@pytest.mark.parametrize("field", ["content", "canonical", "sha256", "number"])
def test_the_text_of_what_left_its_draft_never_changes(session: Session, make: object, field: str) -> None:
    edition: GuideEdition = make(session)  # type: ignore[operator]
    session.commit()
    changed = {"content": {"name": "假"}, "canonical": b"{}", "sha256": "0" * 64, "number": 9}
    setattr(edition, field, changed[field])
    with pytest.raises(EditionFrozen):
        session.flush()


def test_what_left_its_draft_is_not_deleted_nor_what_it_asks_for(session: Session) -> None:
    edition = published(session)
    session.commit()
    edition.materials[0].name = "别的材料"
    with pytest.raises(EditionFrozen):
        session.flush()
    session.rollback()
    session.delete(edition.materials[0])
    with pytest.raises(EditionFrozen):
        session.flush()
    session.rollback()
    waiting = submitted(session, code="WAITS")
    session.delete(waiting)
    with pytest.raises(EditionFrozen):
        session.flush()


def test_a_draft_may_be_deleted(session: Session) -> None:
    edition = drafted(session)
    session.delete(edition)
    session.flush()
    assert session.get(GuideEdition, edition.id) is None
