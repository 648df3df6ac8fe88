"""One draft in two pages, and a page that saves by itself."""

import html
import re
from typing import Final

from tests.support.application_pages import begin_application
from tests.support.hall import Hall, Visitor

NAME: Final = "field.floor_position"


def page_versions(li: Visitor, draft: str) -> str:
    """The versions in the form, as an open page carries them."""
    found = re.search(r'name="base" value="([^"]*)"', li.get(f"{draft}/form").text)
    assert found is not None
    return html.unescape(found[1])


def test_the_later_page_is_shown_both_answers_and_chooses(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = begin_application(li)
    base = page_versions(li, draft)
    li.post(f"{draft}/form", {NAME: "先存的", "base": base, "stay": "1"})
    later = li.post(f"{draft}/form", {NAME: "后填的", "base": base, "stay": "1"})
    assert later.status_code == 409
    assert "另一个页面也改了这一项" in later.text
    assert re.search(r'value="先存的"', later.text)
    assert re.search(r'value="后填的" checked', later.text)
    li.post(f"{draft}/form", {NAME: "后填的", "base": page_versions(li, draft), "stay": "1"})
    assert 'value="后填的"' in li.get(f"{draft}/form").text


def test_what_only_the_other_page_changed_is_taken_and_said(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = begin_application(li)
    base = page_versions(li, draft)
    li.post(f"{draft}/form", {NAME: "先存的", "base": base, "stay": "1"})
    page = li.follow(li.post(f"{draft}/form", {NAME: "", "base": base, "stay": "1"})).text
    assert 'value="先存的"' in page
    assert "另一个页面改过这些，已经合到这里" in page


def test_a_page_saves_by_itself_and_is_told_the_state(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = begin_application(li)
    base = page_versions(li, draft)
    saved = li.post(f"{draft}/form", {NAME: "自动", "base": base, "autosave": "1"}).get_json()
    assert saved["state"] == "saved"
    assert "已自动保存" in saved["words"]
    li.post(f"{draft}/form", {NAME: "别处", "base": page_versions(li, draft), "stay": "1"})
    answer = {NAME: "又改", "base": saved["versions"], "autosave": "1"}
    assert li.post(f"{draft}/form", answer).get_json()["state"] == "conflict"
    assert 'value="别处"' in li.get(f"{draft}/form").text
