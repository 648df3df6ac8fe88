"""Two approvers at the same moment: one wins, the other is told; one edition is in force."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from guides import catalog, feed
from guides.lifecycle import EditionStatus
from services_hall.database import reading
from tests.guide_desk.pages import opened, saved
from tests.support.hall import Hall

CODE = "JZZ-SL"
AT_ONCE = 4


@pytest.mark.parametrize("step", ["approval", "publication"])
def test_one_of_several_at_once_wins(either_hall: Hall, step: str) -> None:
    editor, approver = either_hall.sign_in("bianji"), either_hall.sign_in("shenhe")
    draft = opened(editor, CODE)
    assert saved(editor, draft, {"name": "居住证申领（新）"}, do="submit") == 303
    if step == "publication":
        approver.post(f"{draft}/approval")
    with either_hall.app.app_context():
        before = feed.head(reading())
    several = [either_hall.sign_in("shenhe") for _ in range(AT_ONCE)]
    for one in several:
        one.get(draft)
    together = Barrier(AT_ONCE)

    def click(place: int) -> int:
        together.wait(timeout=10)
        return several[place].post(f"{draft}/{step}").status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = sorted(pool.map(click, range(AT_ONCE)))
    assert answers == [303, *[409] * (AT_ONCE - 1)]
    with either_hall.app.app_context():
        editions = catalog.editions(reading(), CODE, public_only=False)
        told = feed.head(reading()) - before
    in_force = [one.number for one in editions if one.status is EditionStatus.CURRENT]
    assert (in_force, told) == (([2], 1) if step == "publication" else ([1], 0))


def test_several_drafts_at_once_are_one(either_hall: Hall) -> None:
    several = [either_hall.sign_in("bianji") for _ in range(AT_ONCE)]
    for one in several:
        one.get("/guide-desk/guides/JZZ-SL")
    together = Barrier(AT_ONCE)

    def click(place: int) -> str:
        together.wait(timeout=10)
        return opened(several[place], CODE)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert len(set(pool.map(click, range(AT_ONCE)))) == 1
