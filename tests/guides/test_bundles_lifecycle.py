"""The life of a bundle's editions, on both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from guides import approval, bundles, drafting, feed, publishing
from guides.errors import (
    BlockingFindings,
    BundleNotFound,
    CircularOrder,
    DraftInvalid,
    EditionNotFound,
    EditionOutdated,
    NotYetEffective,
    SameEditor,
    TransitionRefused,
)
from guides.lifecycle import EditionStatus
from guides.models import BundleEdition, EventKind, GuideEdition
from tests.guides.bundle_examples import bundle, choice, entry, yes_no
from tests.guides.factory import LAW_KEY, guide_content

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def paper(key: str, *, spared_by: str | None = None) -> dict[str, Any]:
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


def guide_in_force(session: Session, code: str, *, issues: str, needs: str | None = None) -> GuideEdition:
    result = guide_content()["result"] | {"certificate_type": issues}
    content = guide_content(code=code, result=result, materials=[paper("main", spared_by=needs)])
    edition = drafting.open_draft(session, item_code=code, content=content, author="editor", now=NOW)
    drafting.submit(session, edition, author="editor", now=NOW)
    approval.approve(session, edition, approver="approver", now=NOW)
    return publishing.publish(session, edition, now=NOW)


@pytest.fixture
def guides(session: Session) -> None:
    guide_in_force(session, "REG", issues="business-licence", needs="identity-card")
    guide_in_force(session, "FOOD", issues="food-business-permit", needs="business-licence")


def content(*items: Any, **parts: Any) -> dict[str, Any]:
    return bundle(*(items or ("REG", "FOOD")), **parts)


def drafted(session: Session, made: dict[str, Any] | None = None) -> BundleEdition:
    return bundles.open_draft(
        session, bundle_code="bundle", content=made or content(), author="editor", now=NOW
    )


def approved(session: Session, made: dict[str, Any] | None = None, on: date | None = None) -> BundleEdition:
    edition = bundles.submit(session, drafted(session, made), author="editor", now=NOW)
    return bundles.approve(session, edition, approver="approver", now=NOW, effective_on=on)


def in_force(session: Session, made: dict[str, Any] | None = None) -> BundleEdition:
    return bundles.publish(session, approved(session, made), now=NOW)


@pytest.mark.usefixtures("guides")
def test_a_published_bundle_is_in_force_and_told_in_the_feed(session: Session) -> None:
    before = feed.head(session)
    edition = in_force(session)
    assert bundles.current_bundle(session, "bundle") is edition
    assert bundles.published(session) == [edition]
    assert bundles.published(session, item_code="FOOD") == [edition]
    assert bundles.published(session, item_code="ELSE") == []
    assert {row.item_id for row in edition.items} == {
        each.item_id for each in session.query(GuideEdition).all()
    }
    (event,) = feed.changes(session, after=before, limit=10)
    assert (event.kind, event.bundle_code, event.edition_number) == (EventKind.BUNDLE_PUBLISHED, "bundle", 1)
    assert event.seq == feed.head(session)


@pytest.mark.usefixtures("guides")
def test_the_next_edition_retires_the_one_before(session: Session) -> None:
    first = in_force(session)
    second = in_force(session, content(summary="新"))
    assert (first.status, second.status) == (EditionStatus.RETIRED, EditionStatus.CURRENT)
    assert bundles.current_bundle(session, "bundle").number == 2
    assert bundles.bundle_edition(session, "bundle", 1).sha256 == first.sha256
    event = feed.changes(session, after=feed.head(session) - 1, limit=1)[0]
    assert [change["element"] for change in event.summary["changes"]] == ["summary"]


@pytest.mark.usefixtures("guides")
def test_the_database_itself_allows_one_edition_in_force(session: Session) -> None:
    in_force(session)
    second = approved(session)
    second.status = EditionStatus.CURRENT
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.usefixtures("guides")
def test_the_author_never_approves(session: Session) -> None:
    edition = bundles.revise(session, drafted(session), content(summary="x"), author="second")
    bundles.submit(session, edition, author="editor", now=NOW)
    for author in ("editor", "second"):
        with pytest.raises(SameEditor):
            bundles.approve(session, edition, approver=author, now=NOW)
        with pytest.raises(SameEditor):
            bundles.send_back(session, edition, approver=author, note="")
    assert edition.status is EditionStatus.SUBMITTED


@pytest.mark.usefixtures("guides")
def test_what_is_sent_back_can_be_mended(session: Session) -> None:
    edition = bundles.submit(session, drafted(session), author="editor", now=NOW)
    bundles.send_back(session, edition, approver="approver", note="请写摘要")
    assert (edition.status, edition.review_note) == (EditionStatus.DRAFT, "请写摘要")
    before = edition.sha256
    bundles.revise(session, edition, content(summary="摘要"), author="editor")
    assert edition.sha256 != before
    with pytest.raises(TransitionRefused):
        bundles.publish(session, edition, now=NOW)


@pytest.mark.usefixtures("guides")
def test_a_circle_is_refused_with_its_name(session: Session) -> None:
    guide_in_force(session, "REG", issues="business-licence", needs="food-business-permit")
    with pytest.raises(CircularOrder) as refused:
        approved(session)
    assert refused.value.cycle == ("REG", "FOOD", "REG")


@pytest.mark.usefixtures("guides")
def test_publishing_refuses_a_circle_that_a_guide_made_after_the_approval(session: Session) -> None:
    edition = approved(session)
    head = feed.head(session)
    guide_in_force(session, "REG", issues="business-licence", needs="food-business-permit")
    with pytest.raises(CircularOrder):
        bundles.publish(session, edition, now=NOW)
    assert bundles.publish_due(session, now=NOW) == []
    assert feed.head(session) == head + 1  # the guide's own event only


@pytest.mark.usefixtures("guides")
def test_a_guide_that_would_close_a_circle_is_told_before_it_is_published(session: Session) -> None:
    in_force(session)
    current = bundles.contents_in_force(session, ["REG"])["REG"]
    closing = {**current, "materials": [paper("main", spared_by="food-business-permit")]}
    assert bundles.circles_through(session, current) == {}
    assert bundles.circles_through(session, closing) == {"bundle": ("REG", "FOOD", "REG")}


def test_items_without_a_guide_in_force_are_refused(session: Session) -> None:
    with pytest.raises(BlockingFindings) as refused:
        approved(session)
    assert {finding.element for finding in refused.value.findings} == {"items.0.item", "items.1.item"}


@pytest.mark.usefixtures("guides")
def test_a_later_day_is_announced_and_waited_for(session: Session) -> None:
    edition = approved(session, on=date(2026, 3, 5))
    event = feed.changes(session, after=feed.head(session) - 1, limit=1)[0]
    assert (event.kind, event.summary["effective_on"]) == (EventKind.BUNDLE_ANNOUNCED, "2026-03-05")
    with pytest.raises(NotYetEffective):
        bundles.publish(session, edition, now=NOW)
    assert bundles.publish_due(session, now=NOW) == []
    assert bundles.publish_due(session, now=datetime(2026, 3, 4, 16, 0, tzinfo=UTC)) == [edition]
    assert bundles.current_bundle(session, "bundle") is edition


@pytest.mark.usefixtures("guides")
def test_an_older_edition_never_follows_a_newer_one(session: Session) -> None:
    older, newer = approved(session), approved(session)
    bundles.publish(session, newer, now=NOW)
    with pytest.raises(EditionOutdated):
        bundles.publish(session, older, now=NOW)


@pytest.mark.usefixtures("guides")
def test_a_withdrawn_bundle_is_gone_and_its_end_is_told(session: Session) -> None:
    edition = bundles.withdraw(session, in_force(session), now=NOW)
    with pytest.raises(BundleNotFound):
        bundles.current_bundle(session, "bundle")
    event = feed.changes(session, after=feed.head(session) - 1, limit=1)[0]
    assert (event.kind, event.bundle_code) == (EventKind.BUNDLE_WITHDRAWN, "bundle")
    assert bundles.bundle_edition(session, "bundle", edition.number) is edition


def test_the_end_of_a_draft_is_nobody_elses_matter(session: Session) -> None:
    bundles.withdraw(session, drafted(session), now=NOW)
    assert feed.head(session) == 0


def test_a_draft_is_no_public_edition(session: Session) -> None:
    drafted(session)
    assert bundles.desk_edition(session, "bundle", 1).status is EditionStatus.DRAFT
    for code, number in (("bundle", 1), ("bundle", 2), ("nothing", 1)):
        with pytest.raises(EditionNotFound):
            bundles.bundle_edition(session, code, number)


def test_unknown_fields_and_another_code_are_refused_by_their_path(session: Session) -> None:
    with pytest.raises(DraftInvalid) as refused:
        drafted(session, content({**entry("REG"), "wen": 1}, extra=1))
    assert set(refused.value.errors) == {"extra", "items.0.wen"}
    with pytest.raises(DraftInvalid) as refused:
        drafted(session, content(code="other"))
    assert set(refused.value.errors) == {"code"}


FAULTS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "repeated questions": ({"questions": [yes_no("a"), yes_no("a")]}, {"questions.1.key"}),
    "a question on a later one": (
        {"questions": [yes_no("a", when={"b": ["yes"]}), yes_no("b")]},
        {"questions.0.when.b"},
    ),
    "a value that is not offered": (
        {"questions": [yes_no("a"), choice("b", "1", when={"a": ["maybe"]})]},
        {"questions.1.when.a"},
    ),
    "repeated items": ({"items": [entry("REG"), entry("REG")]}, {"items.1.item"}),
    "an item on no question": ({"items": [entry("REG", when={"a": ["yes"]})]}, {"items.0.when.a"}),
    "an order after a stranger": ({"items": [entry("REG", after=["ELSE"])]}, {"items.0.after"}),
    "an order after itself": ({"items": [entry("REG", after=["REG"])]}, {"items.0.after"}),
    "a merge of nothing": (
        {"merges": [{"key": "m", "name": "m", "members": [{"item": "REG", "material": "none"}]}]},
        {"merges.0.members.0"},
    ),
    "a material merged twice": (
        {
            "merges": [
                {"key": key, "name": "m", "members": [{"item": "REG", "material": "main"}]} for key in "mn"
            ]
        },
        {"merges.1.members.0"},
    ),
    "an answer from nowhere to nowhere": (
        {"answers": [{"item": "REG", "question": "x", "from": "y"}]},
        {"answers.0", "answers.0.from"},
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_faults_are_found_where_they_are(name: str) -> None:
    parts, elements = FAULTS[name]
    contents = {code: guide_content(code=code, materials=[paper("main")]) for code in ("REG", "FOOD")}
    found = bundles.findings(bundles.load(content(**parts)), contents)
    assert {finding.element for finding in found if finding.is_blocking} == elements


def test_an_answer_that_the_item_does_not_take_is_found() -> None:
    asked = guide_content(code="REG", questions=[choice("how", "a", "b")])
    passed = [{"item": "REG", "question": "how", "from": "way"}]
    made = bundles.load(content("REG", questions=[choice("way", "a", "c")], answers=passed))
    assert [finding.rule for finding in bundles.findings(made, {"REG": asked})] == ["answers"]


def test_fields_that_cannot_be_merged_are_pointed_out() -> None:
    kinds = {"REG": "text", "FOOD": "date"}
    contents = {
        code: guide_content(code=code, form_fields=[{"key": "opening", "label": "开业", "type": kind}])
        for code, kind in kinds.items()
    }
    (found,) = bundles.findings(bundles.load(content()), contents)
    assert (found.is_blocking, found.element) == (False, "form_fields.opening")
