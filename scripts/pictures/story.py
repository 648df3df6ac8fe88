"""What happened in a hall before its pages are photographed: applications in every state, and drafts."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Page
from rich.console import Console

from services_hall.clock import local_day, utc_now
from services_hall.demo.accounts import RESIDENTS
from services_hall.demo.api_client import System, signed_in, wait_for
from services_hall.demo.applicant import BUNDLE, FILER, SCENARIO, STEPS_DONE
from services_hall.demo.hard_cases import FOOD, LAYOUT, show_hard_cases
from services_hall.demo.hard_cases import SCENARIO as FOOD_SCENARIO
from services_hall.demo.story import Story
from tests.support.browser_steps import complete_draft, fill_in, newcomer, sign_in, submit

AGENCIES: Final = ("market_supervision", "fire_rescue", "urban_management")
DENYING: Final = "tobacco_monopoly"
"""The agency that denies its case of the restaurant."""
DENYING_ARTICLE: Final = "ycst-13"
SUPPLEMENT_DAYS: Final = 10
KNOWN: Final = {"店铺名称": "长江边小馆", "经营场所地址": "江岸区示范街 1 号"}
"""What a licence of the store does not say for who has none."""


def tell_story(address: str, browser: Browser) -> dict[str, str]:
    """Fills the hall at this address; returns the names of the pages of `scripts/pictures/pages.py`."""
    systems = {role: System(role, signed_in(address, role)) for role in (*AGENCIES, DENYING)}
    market = systems[FILER]
    places = {"scenario": urlencode(SCENARIO), "food": urlencode(FOOD_SCENARIO)}
    with _person(browser, address, "li") as li:
        places["granted"] = _file(li, f"/apply/{BUNDLE}?{places['scenario']}")
    _decide(systems)
    denied, withdrawn, annulled = show_hard_cases(Story(Console(file=io.StringIO())), systems)
    places |= {name: one["number"] for name, one in _named(denied, withdrawn, annulled)}
    with _person(browser, address, "zhang") as zhang:
        start = f"/apply/{FOOD}?{places['food']}"
        places["supplement"] = _file(zhang, start)
        places["open"] = _file(zhang, start)
        places["draft"] = _draft(zhang, start)
    _ask_supplement(market, f"{places['supplement']}-01")
    food_case = f"/cases/{places['granted']}-01"
    places["certificate"] = wait_for(lambda: market.get(food_case)["certificate_identifier"], food_case)
    places["paper"] = denied["papers"][0]["number"]
    places["annulled_certificate"] = annulled["cases"][0]["certificate_identifier"]
    with _person(browser, address, "chuangkou") as clerk:
        places["window_draft"] = _window_draft(clerk, places["food"])
    with _person(browser, address, "bianji") as editor:
        places["guide_draft"] = _guide_draft(editor)
    return places


def _named(*applications: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    return list(zip(("denied", "withdrawn", "annulled"), applications, strict=True))


@contextmanager
def _person(browser: Browser, address: str, username: str) -> Iterator[Page]:
    page = newcomer(browser, address)
    page.goto("/identity/sign-in")
    sign_in(page, username)
    page.wait_for_load_state()
    yield page
    page.context.close()


def _draft(page: Page, start: str) -> str:
    """The address of a draft that could be submitted."""
    page.goto(start)
    complete_draft(page, KNOWN)
    return urlsplit(page.url).path.removesuffix("/review")


def _file(page: Page, start: str) -> str:
    _draft(page, start)
    return submit(page)


def _decide(systems: Mapping[str, System]) -> None:
    """Every agency decides what is on its desk; one denies."""
    for role, system in systems.items():
        for case in system.get("/cases")["items"]:
            system.post(f"/cases/{case['number']}/acceptance")
            body = {"outcome": "grant", **STEPS_DONE}
            if role == DENYING:
                reason = "经营场所与已有零售点的距离不符合本地合理布局规划。"
                body |= {"outcome": "deny", "reason": reason, "basis_key": DENYING_ARTICLE}
            system.post(f"/cases/{case['number']}/decision", json=body)


def _ask_supplement(market: System, number: str) -> None:
    demand = {
        "target": f"material.{LAYOUT}",
        "problem": "布局图没有标明尺寸",
        "way_out": "请提交标明尺寸的布局图",
    }
    due_on = local_day(utc_now()) + timedelta(days=SUPPLEMENT_DAYS)
    body = {"demands": [demand], "due_on": due_on.isoformat()}
    market.post(f"/cases/{number}/supplement-notice", json=body)


def _window_draft(clerk: Page, food: str) -> str:
    """The address of a clerk's draft with its form filled in."""
    person = RESIDENTS[2]
    clerk.goto(f"/window/apply/{FOOD}?{food}")
    clerk.get_by_label("证件号码").first.fill(person.identity_number or "")
    clerk.get_by_label("姓名或单位名称").first.fill(person.name)
    clerk.get_by_label("联系电话").first.fill(person.phone or "")
    clerk.get_by_role("button", name="下一步").click()
    clerk.wait_for_url("**/form")
    fill_in(clerk, KNOWN)
    clerk.get_by_role("button", name="保存，下一步").click()
    clerk.wait_for_url("**/materials")
    return urlsplit(clerk.url).path.removesuffix("/materials")


def _guide_draft(editor: Page) -> str:
    editor.goto(f"/guide-desk/guides/{FOOD}")
    with editor.expect_navigation():
        editor.locator('form[action$="/drafts"] button').first.click()
    return urlsplit(editor.url).path
