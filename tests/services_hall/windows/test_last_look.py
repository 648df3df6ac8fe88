"""The last look on a second screen: bound to one state of one draft, nothing lost by closing it."""

from datetime import timedelta
from typing import Final

import pytest
from sqlalchemy import select

from services_hall import clock
from services_hall.applications.models import Application, Draft
from services_hall.database import reading
from services_hall.windows import look_token
from tests.support.hall import Hall, Visitor
from tests.support.page_forms import forms_on, values_of
from tests.support.window_pages import LI_AT_WINDOW, questions

START: Final = "/window/apply/SFZ-BL"
WHO: Final = {**questions({"age": "adult", "urgent": "no"}), **LI_AT_WINDOW}
ADDRESS: Final = "field.household_address"


@pytest.fixture
def clerk(hall: Hall) -> Visitor:
    return hall.sign_in("chuangkou")


@pytest.fixture
def path(clerk: Visitor) -> str:
    """A draft of which nothing but the last look is missing."""
    begun: str = clerk.post(START, WHO).headers["Location"].removesuffix("/whole")
    return begun


def filled(clerk: Visitor, path: str, **more: str) -> dict[str, str]:
    shown = values_of(forms_on(clerk.get(f"{path}/whole").text)[f"{path}/whole"])
    return {**shown, ADDRESS: "样例路 1 号", "seen.household-register": "yes", **more}


def second_screen(clerk: Visitor, path: str) -> dict[str, str]:
    """What the button on the second screen sends."""
    page = clerk.follow(clerk.follow(clerk.post(f"{path}/look", filled(clerk, path))))
    assert "样例路 1 号" in page.text
    assert 'href="/window/' not in page.text
    return values_of(forms_on(page.text)[f"{path}/look/confirm"])


def test_what_was_confirmed_on_the_second_screen_is_filed(clerk: Visitor, path: str, hall: Hall) -> None:
    sent = filled(clerk, path)
    assert clerk.post(f"{path}/whole", sent).status_code == 422
    assert "您已确认" in clerk.post(f"{path}/look/confirm", second_screen(clerk, path)).text
    assert "申请人已在屏幕上确认" in clerk.get(f"{path}/whole").text
    assert clerk.post(f"{path}/whole", sent).status_code == 303
    with hall.app.app_context():
        assert len(reading().scalars(select(Application)).all()) == 1


def test_a_closed_second_screen_loses_nothing(clerk: Visitor, path: str) -> None:
    second_screen(clerk, path)
    page = clerk.get(f"{path}/whole").text
    shown = values_of(forms_on(page)[f"{path}/whole"])
    assert shown[ADDRESS] == "样例路 1 号"
    assert shown["seen.household-register"] == "yes"
    assert "申请人已在屏幕上确认" not in page


def test_what_changed_after_the_look_has_to_be_confirmed_again(clerk: Visitor, path: str) -> None:
    button = second_screen(clerk, path)
    clerk.post(f"{path}/whole", filled(clerk, path, **{ADDRESS: "样例路 2 号", "stay": "1"}))
    late = clerk.post(f"{path}/look/confirm", button)
    assert late.status_code == 409
    assert "这一页已经过时" in late.text
    assert clerk.post(f"{path}/whole", filled(clerk, path)).status_code == 422


def test_a_confirmation_does_not_hold_for_what_is_changed_afterwards(clerk: Visitor, path: str) -> None:
    clerk.post(f"{path}/look/confirm", second_screen(clerk, path))
    changed = clerk.post(f"{path}/whole", filled(clerk, path, **{ADDRESS: "样例路 2 号"}))
    assert changed.status_code == 422
    assert 'id="declared-error"' in changed.text


@pytest.mark.parametrize("token", ["", "nonsense", "of another draft", "too old"])
def test_only_the_token_of_this_draft_confirms(
    clerk: Visitor, path: str, hall: Hall, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    button = second_screen(clerk, path)
    if token == "of another draft":
        with hall.app.app_context():
            token = look_token.new_token("another", "digest")
    elif token == "too old":
        later = clock.utc_now() + look_token.VALID_FOR + timedelta(seconds=1)
        monkeypatch.setattr(look_token, "utc_now", lambda: later)
        token = button["token"]
    assert clerk.post(f"{path}/look/confirm", {"token": token}).status_code == 409
    with hall.app.app_context():
        assert reading().scalars(select(Draft)).one().last_look is None


def test_the_sheet_to_sign_says_the_same(clerk: Visitor, path: str) -> None:
    second_screen(clerk, path)
    sheet = clerk.get(f"{path}/sheet").text
    for said in ("李样例", "样例路 1 号", "已看原件", "签字"):
        assert said in sheet
    assert clerk.post(f"{path}/whole", filled(clerk, path, declared="yes")).status_code == 303
