"""Drafts, their authors, and approval, for guides and bundles alike."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from guides.editions import (
    approve_edition,
    feed_head,
    guide_events,
    open_draft,
    revise_draft,
    send_back_edition,
    submit_edition,
)
from guides.errors import BlockingFindings, DraftInvalid, EditionFrozen, EditionTransitionRefused, SameEditor
from guides.terms import canonical_bytes, terms_hash
from tests.support.edition_factories import (
    APPROVER,
    BUNDLE,
    EDITOR,
    GUIDE,
    NOW,
    EditionFactory,
    approved_guide,
    draft_guide,
    published_guide,
    submitted_guide,
)
from tests.support.guide_terms import MINIMAL


def test_a_draft_gets_the_next_number_and_its_hash(session: Session, factory: EditionFactory[Any]) -> None:
    first, second = factory.draft(session), factory.draft(session, name="新名称")
    assert (first.number, second.number) == (1, 2)
    assert first.subject is second.subject
    assert second.canonical == canonical_bytes(factory.content(name="新名称"))
    assert second.sha256 == terms_hash(second.canonical)


def test_a_content_of_another_code_is_refused_by_its_path(
    session: Session, factory: EditionFactory[Any]
) -> None:
    terms = factory.content()
    with pytest.raises(DraftInvalid, match=r"code: other_(guide|bundle)") as refused:
        open_draft(session, factory.editions, code="OTHER", content=terms, author=EDITOR, now=NOW)
    assert set(refused.value.errors) == {"code"}
    with pytest.raises(DraftInvalid):
        revise_draft(session, factory.draft(session), factory.content(code="OTHER"), author=EDITOR)


def test_unknown_elements_are_refused_by_their_path(session: Session, factory: EditionFactory[Any]) -> None:
    with pytest.raises(DraftInvalid) as refused:
        factory.draft(session, extra=1)
    assert set(refused.value.errors) == {"extra"}


def test_a_draft_is_revised_until_it_is_submitted(session: Session, factory: EditionFactory[Any]) -> None:
    edition = factory.draft(session)
    before = edition.sha256
    revise_draft(session, edition, factory.content(name="改后"), author="second", change_note="改名")
    assert (edition.content["name"], edition.change_note) == ("改后", "改名")
    assert edition.sha256 != before
    assert edition.authors == [EDITOR, "second"]
    submit_edition(session, edition, author=EDITOR, now=NOW)
    with pytest.raises(EditionTransitionRefused):
        revise_draft(session, edition, factory.content(), author=EDITOR)


@pytest.mark.parametrize("person", [EDITOR, "second", "third"])
def test_nobody_approves_or_returns_what_they_wrote_or_submitted(
    session: Session, factory: EditionFactory[Any], person: str
) -> None:
    edition = revise_draft(session, factory.draft(session), factory.content(name="改后"), author="second")
    submit_edition(session, edition, author="third", now=NOW)
    with pytest.raises(SameEditor):
        approve_edition(session, edition, approver=person, now=NOW)
    with pytest.raises(SameEditor):
        send_back_edition(session, edition, approver=person, note="请改")
    assert edition.status == "submitted"


def test_a_guide_with_a_blocking_finding_is_not_approved(session: Session) -> None:
    edition = submitted_guide(session, materials=[MINIMAL["materials"][0] | {"name": "其他材料"}])
    with pytest.raises(BlockingFindings) as caught:
        approve_edition(session, edition, approver=APPROVER, now=NOW)
    assert [finding.rule for finding in caught.value.findings] == ["catch_all"]
    assert edition.status == "submitted"


def test_a_warning_does_not_prevent_approval(session: Session) -> None:
    edition = approved_guide(session, faqs=[])
    assert (edition.status, edition.approved_by, edition.approved_at) == ("approved", APPROVER, NOW)


def test_a_returned_edition_is_a_draft_again_with_the_reason(
    session: Session, factory: EditionFactory[Any]
) -> None:
    edition = send_back_edition(session, factory.submit(session), approver=APPROVER, note="请核对时限")
    assert (edition.status, edition.review_note) == ("draft", "请核对时限")
    revise_draft(session, edition, factory.content(name="改后"), author=EDITOR)


def test_a_later_day_is_announced_at_approval(session: Session, factory: EditionFactory[Any]) -> None:
    start = feed_head(session)
    factory.approve(session, effective_on=date(2026, 3, 2))
    assert feed_head(session) == start
    factory.approve(session, code="LATER", effective_on=date(2026, 4, 1))
    (event,) = guide_events(session, after=start, limit=10)
    assert (event.kind, getattr(event, factory.kind.code_column)) == (factory.kind.announced, "LATER")
    assert (event.edition_number, event.summary["effective_on"]) == (1, "2026-04-01")


@pytest.mark.parametrize("make", ["submit", "approve", "publish"])
@pytest.mark.parametrize("field", ["content", "canonical", "sha256", "number", "subject_id"])
def test_the_text_of_what_left_its_draft_never_changes(
    session: Session, factory: EditionFactory[Any], make: str, field: str
) -> None:
    edition = getattr(factory, make)(session)
    session.commit()
    changed = {
        "content": {"name": "假"},
        "canonical": b"{}",
        "sha256": "0" * 64,
        "number": 9,
        "subject_id": 99,
    }
    setattr(edition, field, changed[field])
    with pytest.raises(EditionFrozen):
        session.flush()


@pytest.mark.parametrize("make", ["submit", "approve"])
def test_what_left_its_draft_is_not_deleted(
    session: Session, factory: EditionFactory[Any], make: str
) -> None:
    edition = getattr(factory, make)(session)
    session.commit()
    session.delete(edition)
    with pytest.raises(EditionFrozen):
        session.flush()


def test_what_a_published_guide_asks_for_stays(session: Session) -> None:
    edition = published_guide(session)
    session.commit()
    edition.materials[0].name = "别的材料"
    with pytest.raises(EditionFrozen):
        session.flush()
    session.rollback()
    session.delete(edition.materials[0])
    with pytest.raises(EditionFrozen):
        session.flush()


def test_a_draft_may_be_deleted(session: Session, factory: EditionFactory[Any]) -> None:
    edition = factory.draft(session)
    session.delete(edition)
    session.flush()
    assert session.get(factory.editions, edition.id) is None


def test_a_guide_and_a_bundle_may_have_one_code(session: Session) -> None:
    guide, bundle = draft_guide(session, code="SAME"), BUNDLE.draft(session, code="SAME")
    assert (guide.number, bundle.number) == (1, 1)
    assert GUIDE.draft(session, code="SAME").number == 2
