"""Editions of bundles: their own rule, that a bundle must fit the guides in force."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from guides import bundles
from guides.bundles.catalog import (
    all_bundle_editions,
    bundle_circle_findings,
    bundle_edition,
    bundle_edition_of_any_status,
    current_bundle,
    current_bundles,
    current_terms,
)
from guides.editions import (
    feed_head,
    publish_due_editions,
    publish_edition,
    withdraw_edition,
)
from guides.enumerations import EditionStatus
from guides.errors import (
    BlockingFindings,
    BundleNotFound,
    CircularOrder,
    DraftInvalid,
    EditionNotFound,
    FieldProblem,
)
from guides.models import GuideEdition
from guides.terms import build_terms
from guides.validation import FindingCode
from tests.support.bundle_terms import bundle, choice, entry, yes_no
from tests.support.edition_factories import (
    BUNDLE,
    NOW,
    approved_guide,
    bundle_of_two,
    certificate_material,
    linked_terms,
    published_guide,
    two_guides,
)
from tests.support.guide_terms import guide_terms

CLOSING = linked_terms("REG", issues="business-licence", needs="food-business-permit")
"""The registration now needs the permit that needs it."""


@pytest.fixture
def guides(session: Session) -> None:
    two_guides(session)


@pytest.mark.usefixtures("guides")
def test_a_published_bundle_is_found_by_its_items(session: Session) -> None:
    edition = BUNDLE.publish(session)
    assert current_bundle(session, "bundle") is edition
    assert current_bundles(session) == [edition]
    assert current_bundles(session, item_code="FOOD") == [edition]
    assert current_bundles(session, item_code="ELSE") == []
    assert {row.item_id for row in edition.items} == {
        each.item_id for each in session.query(GuideEdition).all()
    }


@pytest.mark.usefixtures("guides")
def test_an_earlier_edition_stays_to_be_read(session: Session) -> None:
    first, _ = BUNDLE.publish(session), BUNDLE.publish(session, summary="新")
    assert current_bundle(session, "bundle").number == 2
    assert bundle_edition(session, "bundle", 1) is first


@pytest.mark.usefixtures("guides")
def test_a_circle_is_refused_with_its_name(session: Session) -> None:
    published_guide(session, **CLOSING)
    with pytest.raises(CircularOrder) as refused:
        BUNDLE.approve(session)
    assert refused.value.cycle == ("REG", "FOOD", "REG")


@pytest.mark.usefixtures("guides")
def test_publishing_refuses_a_circle_that_a_guide_made_after_the_approval(session: Session) -> None:
    edition = BUNDLE.approve(session)
    head = feed_head(session)
    published_guide(session, **CLOSING)
    with pytest.raises(CircularOrder):
        publish_edition(session, edition, now=NOW)
    assert publish_due_editions(session, BUNDLE.editions, now=NOW) == []
    assert feed_head(session) == head + 1  # only the event of the guide itself


@pytest.mark.usefixtures("guides")
def test_publishing_refuses_a_bundle_whose_guide_is_gone(session: Session) -> None:
    edition = BUNDLE.approve(session)
    registration = session.query(GuideEdition).join(GuideEdition.item).filter_by(code="REG").one()
    withdraw_edition(session, registration, now=NOW)
    with pytest.raises(BlockingFindings):
        publish_edition(session, edition, now=NOW)
    assert publish_due_editions(session, BUNDLE.editions, now=NOW) == []
    assert edition.status is EditionStatus.APPROVED


@pytest.mark.usefixtures("guides")
def test_a_guide_that_would_close_a_circle_in_a_bundle_in_force_is_refused(session: Session) -> None:
    bundle = BUNDLE.publish(session)
    current = current_terms(session, ["REG"])["REG"]
    assert bundle_circle_findings(session, current) == []
    with pytest.raises(BlockingFindings) as refused:
        approved_guide(session, **CLOSING)
    (finding,) = refused.value.findings
    assert (finding.rule, finding.element) == ("circle", "materials")
    assert bundle.terms.name == finding.values["bundle"]
    assert str(finding.values["circle"]).count("→") == 2


@pytest.mark.usefixtures("guides")
def test_a_guide_closes_no_circle_in_a_bundle_that_came_after_its_approval(session: Session) -> None:
    guide = approved_guide(session, **CLOSING)
    bundle = BUNDLE.publish(session)
    with pytest.raises(BlockingFindings):
        publish_edition(session, guide, now=NOW)
    assert publish_due_editions(session, GuideEdition, now=NOW) == []
    assert guide.status is EditionStatus.APPROVED
    withdraw_edition(session, bundle, now=NOW)
    assert publish_due_editions(session, GuideEdition, now=NOW) == [guide]


def test_items_without_a_guide_in_force_are_refused(session: Session) -> None:
    with pytest.raises(BlockingFindings) as refused:
        BUNDLE.approve(session)
    assert {finding.element for finding in refused.value.findings} == {"items.0.item", "items.1.item"}


@pytest.mark.usefixtures("guides")
def test_a_withdrawn_bundle_is_gone_and_stays_to_be_read(session: Session) -> None:
    edition = withdraw_edition(session, BUNDLE.publish(session), now=NOW)
    with pytest.raises(BundleNotFound):
        current_bundle(session, "bundle")
    assert bundle_edition(session, "bundle", edition.number) is edition


def test_a_draft_is_no_public_edition(session: Session) -> None:
    BUNDLE.draft(session)
    assert bundle_edition_of_any_status(session, "bundle", 1).status is EditionStatus.DRAFT
    for code, number in (("bundle", 1), ("bundle", 2), ("nothing", 1)):
        with pytest.raises(EditionNotFound):
            bundle_edition(session, code, number)


@pytest.mark.usefixtures("guides")
def test_the_desk_reads_editions_of_any_status_latest_first(session: Session) -> None:
    public, draft = BUNDLE.publish(session), BUNDLE.draft(session)
    assert all_bundle_editions(session, "bundle") == [draft, public]
    assert all_bundle_editions(session, "nothing") == []


def test_a_circle_is_said_by_the_names_of_its_items() -> None:
    guides = {code: guide_terms(code=code, short_name=name) for code, name in (("A", "登记"), ("B", "许可"))}
    finding = bundles.circle_finding(bundle("C", "A", "B"), ("A", "B", "A"), guides)
    assert finding.element == "items.1"
    assert finding.is_blocking
    assert finding.problem == FieldProblem(FindingCode.CIRCLE, {"circle": "登记 → 许可 → 登记"})


def test_unknown_elements_of_an_item_are_refused_by_their_path(session: Session) -> None:
    with pytest.raises(DraftInvalid) as refused:
        BUNDLE.draft(session, items=[{**entry("REG"), "wen": 1}])
    assert set(refused.value.errors) == {"items.0.wen"}


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
    guides = {
        code: guide_terms(code=code, materials=[certificate_material("main")]) for code in ("REG", "FOOD")
    }
    found = bundles.bundle_findings(checked_bundle(**parts), guides)
    assert {finding.element for finding in found if finding.is_blocking} == elements


def checked_bundle(**parts: Any) -> bundles.BundleTerms:
    return build_terms(bundles.BundleTerms, bundles.load_bundle_terms(bundle_of_two(**parts)))


def test_an_answer_that_the_item_does_not_take_is_found() -> None:
    asked = guide_terms(code="REG", questions=[choice("how", "a", "b")])
    passed = [{"item": "REG", "question": "how", "from": "way"}]
    made = checked_bundle(items=[entry("REG")], questions=[choice("way", "a", "c")], answers=passed)
    assert [finding.rule for finding in bundles.bundle_findings(made, {"REG": asked})] == ["answers"]


def test_fields_that_cannot_be_merged_are_pointed_out() -> None:
    kinds = {"REG": "text", "FOOD": "date"}
    guides = {
        code: guide_terms(code=code, form_fields=[{"key": "opening", "label": "开业", "type": kind}])
        for code, kind in kinds.items()
    }
    (found,) = bundles.bundle_findings(checked_bundle(), guides)
    assert (found.is_blocking, found.element) == (False, "form_fields.opening")
