"""Use cases of editors and approvers for editions of guides and bundles."""

from itertools import product
from typing import Final

import pytest

from guides.editions import Terms, edition_type
from guides.enumerations import EditionStatus
from guides.errors import BlockingFindings, EditionTransitionRefused, SameEditor
from guides.models import BundleEdition, GuideEdition
from services_hall.database import reading
from services_hall.identity import Actor, Post, Role
from services_hall.use_cases.approve_edition import approve_edition, send_back_edition
from services_hall.use_cases.open_edition_draft import (
    EditionUnfinished,
    import_edition_draft,
    open_edition_draft,
)
from services_hall.use_cases.publish_edition import publish_edition
from services_hall.use_cases.save_edition_draft import (
    EditionChanges,
    EditionDraftOvertaken,
    save_edition_draft,
    submit_edition_draft,
)
from services_hall.use_cases.withdraw_edition import may_withdraw, withdraw_edition

CODE: Final = "JZZ-SL"


def actor(public_id: str, role: Role) -> Actor:
    return Actor(account_id=1, public_id=public_id, name=public_id, posts=(Post(role),))


EDITOR: Final = actor("editor", Role.GUIDE_EDITOR)
APPROVER: Final = actor("approver", Role.GUIDE_APPROVER)


@pytest.fixture
def number(context: None) -> int:
    return open_edition_draft(GuideEdition, CODE, actor=EDITOR)


def edition(number: int) -> GuideEdition:
    reading().expire_all()
    return edition_type(GuideEdition).edition(reading(), CODE, number)


def changes(number: int, **terms: object) -> EditionChanges:
    current = edition(number)
    changed: Terms = {**current.content, **terms}
    return EditionChanges(changed, base=current.sha256, change_note=None)


def submit(number: int, **terms: object) -> None:
    submit_edition_draft(
        GuideEdition, CODE, number, changes(number, **terms), actor=EDITOR, certificate_types=()
    )


def test_a_draft_begins_with_the_terms_in_force_and_is_the_only_one(number: int) -> None:
    assert edition(number).content == edition(1).content
    with pytest.raises(EditionUnfinished) as raised:
        open_edition_draft(GuideEdition, CODE, actor=EDITOR)
    assert raised.value.number == number
    with pytest.raises(EditionUnfinished):
        import_edition_draft(GuideEdition, CODE, edition(1).content, actor=EDITOR)


def test_a_draft_changed_since_is_not_overwritten(number: int) -> None:
    earlier = changes(number, short_name="甲")
    save_edition_draft(GuideEdition, CODE, number, changes(number, short_name="乙"), actor=APPROVER)
    with pytest.raises(EditionDraftOvertaken):
        save_edition_draft(GuideEdition, CODE, number, earlier, actor=EDITOR)
    assert edition(number).content["short_name"] == "乙"


def test_a_draft_with_a_blocking_finding_is_saved_and_not_submitted(number: int) -> None:
    materials = [{**material, "name": "其他材料"} for material in edition(number).content["materials"]]
    with pytest.raises(BlockingFindings):
        submit(number, materials=materials)
    assert edition(number).status is EditionStatus.DRAFT
    assert edition(number).content["materials"][0]["name"] == "其他材料"


def test_an_edition_goes_from_draft_into_force(number: int) -> None:
    submit(number, short_name="新简称")
    with pytest.raises(SameEditor):
        approve_edition(GuideEdition, CODE, number, effective_on=None, actor=EDITOR)
    approve_edition(GuideEdition, CODE, number, effective_on=None, actor=APPROVER)
    publish_edition(GuideEdition, CODE, number, actor=APPROVER)
    assert edition(number).status is EditionStatus.CURRENT
    assert edition(1).status is EditionStatus.RETIRED


def test_an_edition_sent_back_is_a_draft_with_the_reason(number: int) -> None:
    submit(number)
    send_back_edition(GuideEdition, CODE, number, note="名称不对", actor=APPROVER)
    assert (edition(number).status, edition(number).review_note) == (EditionStatus.DRAFT, "名称不对")


def test_a_draft_is_withdrawn_by_an_editor_only(number: int) -> None:
    with pytest.raises(EditionTransitionRefused):
        withdraw_edition(GuideEdition, CODE, number, actor=APPROVER)
    withdraw_edition(GuideEdition, CODE, number, actor=EDITOR)
    assert edition(number).status is EditionStatus.WITHDRAWN


WITHDRAWN: Final = {
    (GuideEdition, EditionStatus.DRAFT, Role.GUIDE_EDITOR),
    (GuideEdition, EditionStatus.APPROVED, Role.GUIDE_APPROVER),
    (BundleEdition, EditionStatus.DRAFT, Role.GUIDE_EDITOR),
    (BundleEdition, EditionStatus.APPROVED, Role.GUIDE_APPROVER),
    (BundleEdition, EditionStatus.CURRENT, Role.GUIDE_APPROVER),
}


@pytest.mark.parametrize(
    ("editions", "status", "role"), list(product((GuideEdition, BundleEdition), EditionStatus, Role))
)
def test_who_may_withdraw_which_edition(
    editions: type[GuideEdition | BundleEdition], status: EditionStatus, role: Role
) -> None:
    expected = (editions, status, role) in WITHDRAWN
    assert may_withdraw(actor("somebody", role), editions(status=status)) is expected
