"""Steps of an applicant with a draft: start, continue, open, save, adopt, discard, submit."""

from collections.abc import Callable
from typing import Final

import pytest

from services_hall.applications import answers
from services_hall.applications.answers import Offer
from services_hall.applications.drafts import pinned_drafts
from services_hall.applications.drafts.pinned_drafts import DraftChoices
from services_hall.applications.enumerations import Channel
from services_hall.applications.errors import (
    AnswersInvalid,
    DraftChanged,
    DraftFiled,
    DraftNotFound,
    OfferChanged,
    OfferNotFound,
    RequirementsOpen,
    ScenarioStops,
)
from services_hall.applications.filing import offers
from services_hall.applications.models import Application
from services_hall.attachments.models import Attachment
from services_hall.database import reading, transaction
from services_hall.demo.accounts import DISTRICT
from services_hall.identity import Actor
from services_hall.use_cases.adopt_editions import adopt_editions
from services_hall.use_cases.case_files import SentFile
from services_hall.use_cases.continue_draft import continue_draft
from services_hall.use_cases.discard_draft import discard_draft
from services_hall.use_cases.open_draft import (
    OpenDraft,
    complete_selection,
    earlier_draft,
    open_draft,
    remaining_selection,
)
from services_hall.use_cases.save_answers import save_answers
from services_hall.use_cases.save_files import save_files
from services_hall.use_cases.start_draft import start_draft
from services_hall.use_cases.submit_draft import submit_draft
from tests.support.case_decisions import row_count
from tests.support.demo_applications import PNG, field_value, person
from tests.support.hall import Hall
from tests.support.new_editions import publish_again
from tests.support.restaurant import BUNDLE, LICENSED

STOPPED: Final = {**LICENSED, "premises": "residential"}
INCOMPLETE: Final = {"operator": "individual"}
ITEM: Final = "SPJY-XB"


@pytest.fixture
def li(context: None) -> Actor:
    return person("li")


@pytest.fixture
def offer(context: None) -> Offer:
    return offers.current_offer(reading(), BUNDLE)


@pytest.fixture
def draft(li: Actor, offer: Offer) -> str:
    return start_draft(li, offer, LICENSED, DISTRICT)


def opened(actor: Actor, public_id: str) -> OpenDraft:
    reading().expire_all()
    return open_draft(actor, public_id)


def fill_in(actor: Actor, public_id: str) -> None:
    """Writes something valid into every field, and gives a file for every material."""
    current = opened(actor, public_id)
    fields = {
        f"field.{asked.key}": field_value(actor, asked.field) for asked in current.selection.form_fields
    }
    assert save_answers(actor, current, fields).problems == {}
    materials = [asked.key for asked in current.selection.materials if asked.from_item is None]
    files = [SentFile(key, "材料.png", PNG) for key in materials]
    assert save_files(actor, opened(actor, public_id), files, DraftChoices(has_consent=False)) == {}


def submit(actor: Actor, current: OpenDraft, reviewed: str = "") -> int:
    return submit_draft(actor, current, channel=Channel.ONLINE, reviewed=reviewed)


def test_a_new_draft_contains_what_is_known_about_the_person(li: Actor, draft: str) -> None:
    current = opened(li, draft)
    prefilled = {
        asked.field.prefill: current.draft.answers.get(asked.key) for asked in current.selection.form_fields
    }
    assert li.holder is not None
    assert prefilled["applicant.name"] == li.holder.name
    assert prefilled["applicant.phone"] == li.phone
    assert (current.draft.division_code, current.draft.scenario) == (DISTRICT, LICENSED)
    assert current.newer_editions == []


@pytest.mark.parametrize(("scenario", "error"), [(INCOMPLETE, AnswersInvalid), (STOPPED, ScenarioStops)])
def test_a_draft_is_neither_started_nor_continued_with_answers_that_settle_nothing(
    li: Actor, offer: Offer, draft: str, scenario: dict[str, str], error: type[Exception]
) -> None:
    assert complete_selection(offer, scenario) is None
    with pytest.raises(error):
        start_draft(li, offer, scenario, DISTRICT)
    with pytest.raises(error):
        continue_draft(li, draft, offer, scenario)
    assert opened(li, draft).draft.scenario == LICENSED
    assert [one.public_id for one in pinned_drafts.open_drafts(reading(), li.account_id)] == [draft]


def test_a_continued_draft_keeps_its_answers_and_its_district(li: Actor, offer: Offer, draft: str) -> None:
    fill_in(li, draft)
    before = dict(opened(li, draft).draft.answers)
    continue_draft(li, draft, offer, {**LICENSED, "sign": "no"})
    current = opened(li, draft)
    assert current.draft.answers == before
    assert (current.draft.scenario["sign"], current.draft.division_code) == ("no", DISTRICT)


def test_the_earlier_draft_is_the_own_one_for_the_same_offer(li: Actor, offer: Offer, draft: str) -> None:
    found = earlier_draft(li, offer)
    assert found is not None
    assert found.public_id == draft
    assert earlier_draft(li, offers.current_offer(reading(), ITEM)) is None
    assert earlier_draft(person("wang"), offer) is None


def test_an_answer_that_a_newer_edition_no_longer_offers_is_left_out(offer: Offer) -> None:
    selection = remaining_selection(offer, {**LICENSED, "operator": "gone"})
    assert "operator" not in selection.answers
    assert selection.answers["premises"] == LICENSED["premises"]


STEPS: Final[dict[str, Callable[[Actor, str, OpenDraft], object]]] = {
    "open_draft": lambda actor, public_id, _current: open_draft(actor, public_id),
    "continue_draft": lambda actor, public_id, current: continue_draft(
        actor, public_id, current.offer, LICENSED
    ),
    "adopt_editions": lambda actor, public_id, _current: adopt_editions(actor, public_id),
    "save_answers": lambda actor, _public_id, current: save_answers(actor, current, {}),
    "save_files": lambda actor, _public_id, current: save_files(actor, current, (), DraftChoices()),
    "discard_draft": lambda actor, public_id, _current: discard_draft(actor, public_id),
}


@pytest.mark.parametrize("step", STEPS)
def test_no_step_reaches_the_draft_of_another_person(li: Actor, draft: str, step: str) -> None:
    with pytest.raises(DraftNotFound):
        STEPS[step](person("wang"), draft, opened(li, draft))
    assert opened(li, draft).draft.answers


def test_no_step_changes_a_draft_after_it_was_filed(li: Actor, draft: str) -> None:
    fill_in(li, draft)
    current = opened(li, draft)
    application_id = submit(li, current)
    for step in STEPS.values():
        with pytest.raises(DraftFiled) as refused:
            step(li, draft, current)
        assert refused.value.application_id == application_id


def test_a_draft_of_an_offer_that_is_no_longer_in_force_cannot_be_opened(li: Actor, draft: str) -> None:
    with transaction() as session:
        pinned_drafts.lock_draft(session, li.account_id, draft).code = "gone"
    for step in (open_draft, adopt_editions):
        with pytest.raises(OfferNotFound):
            step(li, draft)


def test_a_newer_edition_is_reported_until_it_is_adopted(hall: Hall, li: Actor, draft: str) -> None:
    number = publish_again(hall, ITEM)
    reading().expire_all()
    (newer,) = opened(li, draft).newer_editions
    assert (newer.code, newer.before, newer.now) == (ITEM, number - 1, number)
    adopt_editions(li, draft)
    assert opened(li, draft).newer_editions == []


def test_invalid_fields_are_saved_and_reported_by_name(li: Actor, draft: str) -> None:
    current = opened(li, draft)
    key = next(
        asked.key for asked in current.selection.form_fields if asked.field.prefill == "applicant.phone"
    )
    problems = save_answers(li, current, {f"field.{key}": "no phone"}).problems
    assert f"field.{key}" in problems
    assert opened(li, draft).draft.answers[key] == "no phone"


def test_acceptable_files_are_saved_beside_refused_ones(li: Actor, draft: str) -> None:
    current = opened(li, draft)
    good, bad = [asked.key for asked in current.selection.materials if asked.from_item is None][:2]
    files = [SentFile(good, "材料.png", PNG), SentFile(bad, "材料.pdf", b"no PDF")]
    problems = save_files(li, current, files, DraftChoices(has_consent=True))
    current = opened(li, draft)
    assert set(problems) == {f"material.{bad}"}
    assert set(pinned_drafts.files_by_material(current.draft)) == {good}
    assert current.draft.consent


def test_a_discarded_draft_is_gone_with_its_files(li: Actor, draft: str) -> None:
    fill_in(li, draft)
    assert row_count(Attachment) > 0
    discard_draft(li, draft)
    reading().expire_all()
    assert row_count(Attachment) == 0
    with pytest.raises(DraftNotFound):
        open_draft(li, draft)


def test_a_draft_is_filed_once_however_often_it_is_submitted(li: Actor, draft: str) -> None:
    fill_in(li, draft)
    current = opened(li, draft)
    application_id = submit(li, current, pinned_drafts.snapshot_of(current.draft).digest)
    with pytest.raises(DraftFiled) as filed:
        submit(li, opened(li, draft))
    assert filed.value.application_id == application_id
    assert row_count(Application) == 1


def test_only_the_reviewed_content_of_a_draft_is_filed(li: Actor, draft: str) -> None:
    fill_in(li, draft)
    reviewed = pinned_drafts.snapshot_of(opened(li, draft).draft).digest
    key = opened(li, draft).selection.form_fields[0].key
    save_answers(li, opened(li, draft), {f"field.{key}": "something else"})
    with pytest.raises(DraftChanged):
        submit(li, opened(li, draft), reviewed)
    assert row_count(Application) == 0


def test_a_draft_without_fields_or_without_files_is_not_filed(li: Actor, draft: str) -> None:
    fill_in(li, draft)
    save_answers(li, opened(li, draft), {})
    with pytest.raises(AnswersInvalid) as invalid:
        submit(li, opened(li, draft))
    assert all(name.startswith("field.") for name in invalid.value.errors)
    other = start_draft(li, opened(li, draft).offer, LICENSED, DISTRICT)
    current = opened(li, other)
    fields = {f"field.{asked.key}": field_value(li, asked.field) for asked in current.selection.form_fields}
    save_answers(li, current, fields)
    with pytest.raises(RequirementsOpen):
        submit(li, opened(li, other))
    assert row_count(Application) == 0


def test_a_draft_is_not_filed_under_an_edition_that_nobody_saw(hall: Hall, li: Actor, draft: str) -> None:
    fill_in(li, draft)
    publish_again(hall, ITEM)
    with pytest.raises(OfferChanged):
        submit(li, opened(li, draft))


def test_a_draft_with_stopping_answers_is_not_filed(li: Actor, draft: str) -> None:
    fill_in(li, draft)
    with transaction() as session:
        pinned_drafts.lock_draft(session, li.account_id, draft).scenario = STOPPED
    with pytest.raises(ScenarioStops):
        submit(li, opened(li, draft))


def test_the_selection_of_complete_answers_may_be_applied_for(offer: Offer) -> None:
    selection = complete_selection(offer, LICENSED)
    assert selection is not None
    assert selection.may_apply
    assert selection.answers == answers.settle(offer, LICENSED).answers
