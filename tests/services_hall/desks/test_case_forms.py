"""Forms of a case's page: one is open, the others are links; each opens, and a refused one opens again."""

import re
from pathlib import Path
from typing import Final

import pytest

import services_hall
from services_hall.desks.case_forms import CaseForm, FormRank, open_form
from tests.support.case_decisions import STEPS_DONE, end_time
from tests.support.demo_applications import RESTAURANT, file_online
from tests.support.hall import Hall, Visitor

PACKAGE: Final = Path(services_hall.__file__).parent
TEMPLATES: Final = PACKAGE / "templates" / "desks" / "forms"
NAME: Final = re.compile(r'CaseForm\(\s*"(\w+)"')
LINK: Final = re.compile(r'href="[^"]*[?&]act=(\w+)#form"')
FORMS: Final = [
    CaseForm("other", "", FormRank.OTHER, "note"),  # type: ignore[arg-type]
    CaseForm("first", "", FormRank.NEXT, "note"),  # type: ignore[arg-type]
    CaseForm("second", "", FormRank.NEXT, "note"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(
    ("chosen", "name"), [("", "first"), ("second", "second"), ("other", "other"), ("gone", None)]
)
def test_the_chosen_form_is_open_or_else_the_first_that_comes_next(chosen: str, name: str | None) -> None:
    form = open_form(FORMS, chosen)
    assert (form.name if form else None) == name


def test_where_nothing_comes_next_no_form_is_open() -> None:
    assert open_form(FORMS[:1], "") is None


def test_each_form_has_its_template() -> None:
    sources = (file.read_text() for file in (PACKAGE / "desks" / "case_parts").glob("*.py"))
    assert {name for source in sources for name in NAME.findall(source)} == {
        file.stem for file in TEMPLATES.glob("*.html")
    }


@pytest.fixture
def restaurant(hall: Hall) -> str:
    return file_online(hall, "open-restaurant", RESTAURANT)


def open_each(officer: Visitor, path: str) -> set[str]:
    """Opens each form that the page offers, and looks whether no other one is made; the names."""
    page = officer.get(path).text
    names = set(LINK.findall(page))
    for name in names:
        opened = officer.get(path, act=name)
        assert opened.status_code == 200
        assert opened.text.count('id="form"') == 1
        assert opened.text.count(f'action="{path}/') == len(["the form", "the note"])
        assert name not in LINK.findall(opened.text)
        assert "先不办这一项" in opened.text
    return names


def test_every_form_opens_in_every_state(hall: Hall, restaurant: str) -> None:
    food, fire = f"/desk/cases/{restaurant}-01", f"/desk/cases/{restaurant}-02"
    market, rescue = hall.sign_in("shichang"), hall.sign_in("xiaofang")
    refusals = {"refusal", "no_power", "no_licence"}
    received = {"supplement", "flaw", "correction", "hand_over", "termination", *refusals}
    assert open_each(market, food) == received
    market.post(f"{food}/acceptance")
    accepted = {"denial", "hearing_notice", "extension", "procedure", "opinions", "hand_over", "site_check"}
    assert accepted <= open_each(market, food)
    with hall.app.app_context():
        end_time(f"{restaurant}-01", "decision_due_on")
    late = market.get(food).text
    assert 'name="delay_reason"' in late
    assert {"grant", "denial"} <= open_each(market, food)
    market.post(f"{food}/decision", {"outcome": "grant", "late_reason": "等检验结果", **STEPS_DONE})
    assert {"grant_end", "end_notice"} <= open_each(market, food)
    rescue.post(f"{fire}/commitment")
    assert 'name="finding"' in rescue.get(fire).text
    assert {"grant_end", "end_notice", "hand_over"} <= open_each(rescue, fire)


def test_a_form_that_is_not_offered_is_not_opened_but_said_to_be_gone(hall: Hall, restaurant: str) -> None:
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{restaurant}-01"
    for name in ("denial", "no-such-form", "../case"):
        page = officer.get(path, act=name)
        assert page.status_code == 200
        assert "要打开的办理现在不能做了" in page.text
        assert f'action="{path}/acceptance"' in page.text


def test_a_refused_form_is_open_again_with_everything_typed(hall: Hall, restaurant: str) -> None:
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{restaurant}-01"
    answer = officer.post(f"{path}/refusal", {"refusal": "图纸看不清", "basis_key": "no-such-article"})
    assert answer.status_code == 422
    assert 'id="error-basis_key"' in answer.text
    assert ">图纸看不清</textarea>" in answer.text
    assert f'action="{path}/acceptance"' not in answer.text


def test_the_page_of_the_list_stays_beside_the_opened_form(hall: Hall, restaurant: str) -> None:
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{restaurant}-01"
    page = officer.get(path, show="received", mine="1").text
    address = re.search(r'href="([^"]+act=refusal)#form"', page)
    assert address is not None
    opened = officer.get(address[1].replace("&amp;", "&")).text
    assert f'action="{path}/refusal?show=received&amp;mine=1"' in opened
