"""A draft changed, deleted or filed twice at the same time: nothing incomplete, nothing lost, never 500."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Final

import pytest
from sqlalchemy import delete, event, func, select, update

from services_hall import database
from services_hall.applications.cases import dispatch
from services_hall.applications.models import Application, Draft, Requirement
from services_hall.attachments import uploads
from services_hall.attachments.models import Attachment
from services_hall.database import reading, transaction
from services_hall.use_cases import preview_waivers, save_answers, save_files
from services_hall.web.application_form import routes
from tests.support.application_pages import (
    prepare_application,
    submit_application,
    upload,
    uploads_of,
    valid_form,
)
from tests.support.case_decisions import row_count
from tests.support.concurrent_requests import call_together, run_before
from tests.support.hall import Hall, Visitor

NEWER: Final = "后来换的.png"
LOOKED_OVER: Final = re.compile(r'name="looked_over" value="([0-9a-f]{64})"')
MOVED: Final = "有材料在别处换过或删掉了"


@pytest.fixture
def li(either_hall: Hall) -> Visitor:
    """李样例 in one tab."""
    return either_hall.sign_in("li")


FIRST: Final = func.coalesce(Attachment.first_id, Attachment.id)
"""The file to which the requirement of another one of its group refers."""


@pytest.fixture
def other_tab(either_hall: Hall) -> Visitor:
    """李样例 in another tab, with its own form token."""
    visitor = either_hall.sign_in("li")
    visitor.get("/my/certificates/")
    visitor.get("/progress")
    return visitor


def add_file(visitor: Visitor, draft: str) -> Callable[[], Any]:
    """A function that adds a file to the draft's first material."""
    name = uploads_of(visitor, draft)[0]
    return lambda: visitor.post(f"{draft}/materials", {name: upload(name=NEWER), "stay": "1"})


def files_are_whole(hall: Hall) -> bool:
    """Whether every file of a requirement exists and belongs to the application."""
    with hall.app.app_context():
        rows = select(Attachment.id).join(Requirement, Requirement.attachment_id == FIRST)
        resting = set(reading().scalars(rows))
        taken = set(reading().scalars(select(Attachment.id).where(Attachment.subject_kind == "application")))
    return bool(resting) and resting == taken


def applications(hall: Hall) -> int:
    with hall.app.app_context():
        return row_count(Application)


def draft_of(hall: Hall, draft: str) -> Draft | None:
    with hall.app.app_context():
        rows = select(Draft).where(Draft.public_id == draft.rsplit("/", 1)[1])
        return reading().scalars(rows).one_or_none()


def requirement_file_names(hall: Hall) -> set[str]:
    """The names of the files of requirements."""
    with hall.app.app_context():
        rows = select(Attachment).join(Requirement, Requirement.attachment_id == FIRST)
        return {one.name for one in reading().scalars(rows)}


def test_a_file_added_while_its_draft_is_submitted_is_looked_over_again(
    either_hall: Hall, li: Visitor, other_tab: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepare_application(either_hall, li)
    run_before(monkeypatch, dispatch, "plan_cases", add_file(other_tab, draft))
    answer = li.post(f"{draft}/submit", {"declared": "yes"})
    assert answer.status_code == 409
    assert MOVED in answer.text
    assert NEWER in answer.text
    assert applications(either_hall) == 0
    submit_application(li, draft)
    assert NEWER in requirement_file_names(either_hall)
    assert files_are_whole(either_hall)


def test_a_file_that_vanished_while_its_draft_is_submitted_is_asked_for_again(
    either_hall: Hall, li: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepare_application(either_hall, li)
    name = uploads_of(li, draft)[0]

    def vanish() -> None:
        with either_hall.app.app_context(), transaction() as session:
            session.execute(
                delete(Attachment).where(Attachment.subject_key == name.removeprefix("material."))
            )

    run_before(monkeypatch, dispatch, "plan_cases", vanish)
    answer = li.post(f"{draft}/submit", {"declared": "yes"})
    assert answer.status_code == 409
    assert MOVED in answer.text
    assert f'name="{name}"' in answer.text
    assert applications(either_hall) == 0
    li.post(f"{draft}/materials", {name: upload()})
    submit_application(li, draft)


def test_fields_changed_while_their_draft_is_submitted_are_looked_over_again(
    either_hall: Hall, li: Visitor, other_tab: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepare_application(either_hall, li)
    typed = {**valid_form(either_hall, "li"), "field.floor_position": "另一个名字"}
    run_before(monkeypatch, dispatch, "plan_cases", lambda: other_tab.post(f"{draft}/form", typed))
    answer = li.post(f"{draft}/submit", {"declared": "yes"})
    assert answer.status_code == 409
    assert "填写的内容在别处改过" in answer.text
    assert "另一个名字" in answer.text
    assert applications(either_hall) == 0
    submit_application(li, draft)


def test_a_page_that_shows_what_was_changed_since_files_nothing(
    either_hall: Hall, li: Visitor, other_tab: Visitor
) -> None:
    draft = prepare_application(either_hall, li)
    shown = LOOKED_OVER.findall(li.get(f"{draft}/review").text)[0]
    other_tab.post(f"{draft}/form", {**valid_form(either_hall, "li"), "field.floor_position": "另一个名字"})
    answer = li.post(f"{draft}/submit", {"declared": "yes", "looked_over": shown})
    assert answer.status_code == 409
    assert "另一个名字" in answer.text
    assert applications(either_hall) == 0
    shown = LOOKED_OVER.findall(answer.text)[0]
    assert li.post(f"{draft}/submit", {"declared": "yes", "looked_over": shown}).status_code == 303


@pytest.mark.parametrize(("step", "use_case"), [("form", save_answers), ("materials", save_files)])
def test_a_draft_deleted_while_something_is_kept_in_it_is_told_as_gone(
    either_hall: Hall,
    li: Visitor,
    other_tab: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    use_case: ModuleType,
) -> None:
    draft = prepare_application(either_hall, li)
    run_before(monkeypatch, use_case, "transaction", lambda: other_tab.post(f"{draft}/delete"))
    assert li.post(f"{draft}/{step}", {"consent": "yes"}).status_code == 404


def test_a_draft_deleted_while_it_is_looked_over_is_told_as_changed(
    either_hall: Hall, li: Visitor, other_tab: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepare_application(either_hall, li)
    run_before(monkeypatch, preview_waivers, "ask_store", lambda: other_tab.post(f"{draft}/delete"))
    answer = li.get(f"{draft}/review")
    assert answer.status_code == 409
    assert "情况已经变化" in answer.text


def test_a_draft_deleted_while_it_is_submitted_files_nothing(
    either_hall: Hall, li: Visitor, other_tab: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepare_application(either_hall, li)
    run_before(monkeypatch, dispatch, "plan_cases", lambda: other_tab.post(f"{draft}/delete"))
    assert li.post(f"{draft}/submit", {"declared": "yes"}).status_code == 404
    assert applications(either_hall) == 0
    with either_hall.app.app_context():
        assert row_count(Attachment) == 0


@pytest.mark.parametrize(
    ("step", "place", "name"),
    [
        ("form", routes, "save_answers"),
        ("materials", uploads, "check_upload"),
        ("delete", routes, "discard_draft"),
        ("settle", routes, "adopt_editions"),
        ("submit", routes, "submit_draft"),
    ],
)
def test_whatever_comes_after_the_submission_leads_to_the_application(
    either_hall: Hall,
    li: Visitor,
    other_tab: Visitor,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    place: Any,
    name: str,
) -> None:
    draft = prepare_application(either_hall, li)
    given: dict[str, Any] = {uploads_of(li, draft)[0]: upload(name=NEWER)}
    fields = {"materials": given, "submit": {"declared": "yes"}}
    other_tab.get(f"{draft}/review")
    run_before(monkeypatch, place, name, lambda: submit_application(other_tab, draft))
    answer = li.post(f"{draft}/{step}", fields.get(step))
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/my/applications/")
    assert NEWER not in requirement_file_names(either_hall)
    assert files_are_whole(either_hall)
    row = draft_of(either_hall, draft)
    assert row is not None
    assert row.application_id is not None


def test_a_late_submission_of_what_was_read_before_leads_to_what_was_filed(
    either_hall: Hall, li: Visitor, other_tab: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = prepare_application(either_hall, li)
    typed = {**valid_form(either_hall, "li"), "field.floor_position": "先改再交"}

    def change_and_submit() -> None:
        other_tab.post(f"{draft}/form", typed)
        submit_application(other_tab, draft)

    run_before(monkeypatch, routes, "submit_draft", change_and_submit)
    page = submit_application(li, draft)
    assert "先改再交" in li.get(page).text
    assert applications(either_hall) == 1


@contextmanager
def failing_at(hall: Hall, beginning: str) -> Iterator[None]:
    """The statement with this prefix fails, as if the process ended there."""

    def fail(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if statement.startswith(beginning):
            raise ConnectionAbortedError(beginning)

    with hall.app.app_context():
        engine = database.db.engine
    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)


def test_an_end_between_filing_and_closing_the_draft_files_nothing(either_hall: Hall, li: Visitor) -> None:
    draft = prepare_application(either_hall, li)
    with failing_at(either_hall, "UPDATE draft"), pytest.raises(ConnectionAbortedError):
        li.post(f"{draft}/submit", {"declared": "yes"})
    assert applications(either_hall) == 0
    submit_application(li, draft)
    assert applications(either_hall) == 1
    assert files_are_whole(either_hall)


@pytest.mark.parametrize("step", ["form", "materials", "submit", "delete"])
def test_a_draft_that_does_not_know_it_was_filed_leads_to_its_application_and_learns_it(
    either_hall: Hall, li: Visitor, step: str
) -> None:
    draft = prepare_application(either_hall, li)
    page = submit_application(li, draft)
    with either_hall.app.app_context(), transaction() as session:
        session.execute(update(Draft).values(application_id=None))
    fields = {"form": {"field.floor_position": "改了也没有用"}, "submit": {"declared": "yes"}}
    assert li.post(f"{draft}/{step}", fields.get(step)).headers["Location"] == page
    li.get(f"{draft}/review")
    row = draft_of(either_hall, draft)
    assert row is not None
    assert row.application_id is not None
    assert "改了也没有用" not in li.get(page).text
    assert applications(either_hall) == 1


def test_adding_and_submitting_at_once_is_one_or_the_other(either_hall: Hall, li: Visitor) -> None:
    draft = prepare_application(either_hall, li)
    tabs = [either_hall.sign_in("li") for _ in range(4)]
    adding = [add_file(tab, draft) for tab in tabs[:2]]
    acts = [
        *adding,
        *(lambda tab=tab: tab.post(f"{draft}/submit", {"declared": "yes"}) for tab in tabs[2:]),
    ]
    for tab in tabs[2:]:
        tab.get(f"{draft}/review")
    answers = call_together(acts)
    assert {answer.status_code for answer in answers} <= {303, 409}
    submit_application(li, draft)
    assert applications(either_hall) == 1
    assert files_are_whole(either_hall)
