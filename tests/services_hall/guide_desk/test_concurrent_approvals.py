"""Two simultaneous approvals: one succeeds, the other is refused; one edition is in force."""

from functools import partial

import pytest

from guides import catalog
from guides.editions import drafting, feed_head
from guides.enumerations import EditionStatus
from guides.errors import CodeTaken
from guides.exchange import import_draft, read_terms_text, terms_as_yaml
from services_hall.clock import utc_now
from services_hall.database import reading, transaction
from tests.support.concurrent_requests import call_together, run_before
from tests.support.guide_desk_forms import open_draft_page, save_draft_form
from tests.support.hall import Hall

CODE = "JZZ-SL"
NEW = "NEW-1"
AT_ONCE = 4


@pytest.mark.parametrize("step", ["approval", "publication"])
def test_one_of_several_at_once_wins(either_hall: Hall, step: str) -> None:
    editor, approver = either_hall.sign_in("bianji"), either_hall.sign_in("shenhe")
    draft = open_draft_page(editor, CODE)
    assert save_draft_form(editor, draft, {"name": "居住证申领（新）"}, do="submit") == 303
    if step == "publication":
        approver.post(f"{draft}/approval")
    with either_hall.app.app_context():
        before = feed_head(reading())
    several = [either_hall.sign_in("shenhe") for _ in range(AT_ONCE)]
    for one in several:
        one.get(draft)
    answers = call_together([partial(one.post, f"{draft}/{step}") for one in several])
    assert sorted(answer.status_code for answer in answers) == [303, *[409] * (AT_ONCE - 1)]
    with either_hall.app.app_context():
        editions = catalog.published_editions(reading(), CODE, public_only=False)
        told = feed_head(reading()) - before
    in_force = [one.number for one in editions if one.status is EditionStatus.CURRENT]
    assert (in_force, told) == (([2], 1) if step == "publication" else ([1], 0))


def test_several_drafts_at_once_are_one(either_hall: Hall) -> None:
    several = [either_hall.sign_in("bianji") for _ in range(AT_ONCE)]
    for one in several:
        one.get("/guide-desk/guides/JZZ-SL")
    assert len(set(call_together([partial(open_draft_page, one, CODE) for one in several]))) == 1


def text_of_new(hall: Hall) -> str:
    """The text of a guide with a new code."""
    with hall.app.app_context():
        text = terms_as_yaml(catalog.current_edition(reading(), CODE).content)
    return text.replace(f"code: {CODE}", f"code: {NEW}")


def drafts_of_new(hall: Hall) -> list[int]:
    with hall.app.app_context():
        return [one.number for one in catalog.published_editions(reading(), NEW, public_only=False)]


def test_a_new_code_brought_in_by_several_at_once_is_one_draft(either_hall: Hall) -> None:
    text = text_of_new(either_hall)
    several = [either_hall.sign_in("bianji") for _ in range(AT_ONCE)]
    for one in several:
        one.get("/guide-desk/new")
    answers = call_together([partial(one.post, "/guide-desk/new", {"text": text}) for one in several])
    assert sorted(answer.status_code for answer in answers) == [303, *[409] * (AT_ONCE - 1)]
    assert drafts_of_new(either_hall) == [1]


def test_who_brings_in_a_new_code_second_is_led_to_the_first_ones_draft(
    postgres_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second request runs between look-up and creation of the code: SQLite permits no write there."""
    text = text_of_new(postgres_hall)
    first, second = postgres_hall.sign_in("bianji"), postgres_hall.sign_in("bianji")
    second.get("/guide-desk/new")
    run_before(monkeypatch, drafting, "add_subject", lambda: second.post("/guide-desk/new", {"text": text}))
    answer = first.post("/guide-desk/new", {"text": text})
    assert answer.status_code == 409
    assert "已经有一版正在起草" in answer.text
    assert f"/guide-desk/guides/{NEW}/editions/1" in answer.text
    assert drafts_of_new(postgres_hall) == [1]


def test_a_library_call_that_comes_second_is_told_the_code_is_taken(
    postgres_hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = read_terms_text(text_of_new(postgres_hall), read=str)

    def bring_in() -> None:
        with postgres_hall.app.app_context(), transaction() as session:
            import_draft(session, raw, author="import", now=utc_now())

    run_before(monkeypatch, drafting, "add_subject", bring_in)
    with pytest.raises(CodeTaken):
        bring_in()
    assert drafts_of_new(postgres_hall) == [1]
    with postgres_hall.app.app_context(), transaction() as session:
        assert import_draft(session, raw, author="import", now=utc_now()) is None
