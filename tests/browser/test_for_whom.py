"""Who applies for whom, each on a phone to the certificate in the right hands.

A mother for her child, a couple, companies, an agent with a mandate, persons with a passport.
"""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect
from stdnum.cn import uscc

from certificate_store import lookup
from certificate_store.holders import Holder, IdentifierType
from services_hall import database
from services_hall.clock import utc_now
from services_hall.demo.accounts import AGENT, DISTRICT, RESIDENTS
from services_hall.demo.certificates import PREMISES
from services_hall.identity import Role, accounts
from services_hall.identity.actors import Post
from tests.support.agency_systems import system
from tests.support.browser_pages import look, open_by, signed_in
from tests.support.browser_steps import fill_in, give_files
from tests.support.case_decisions import case_row, decide, grant
from tests.support.chromium import DESK, PHONE
from tests.support.hall import Hall, open_hall, serve_hall
from tests.support.waiting_jobs import issue_beside_a_browser
from tests.support.window_pages import missing_originals

PERMIT: Final = "/apply/JZZ-SL?half_year=yes&ground=employment&applicant_kind=agent"
CHILD: Final = "李小样"
BIRTH: Final = "/apply/SYDJ?stage=before&marriage_proof=certificate"
FOOD: Final = "/apply/SPJY-XB?premises=commercial&delivery=no&cooking=fumes&agent=no"
SIGN: Final = "HWZP-SZ"
ZHANG: Final = RESIDENTS[0]
SIGN_PROOF: Final = "户外招牌设施设置备案凭证"
FOOD_PERMIT: Final = "食品经营许可证"
NEW_CODE: Final = "91420100MADEM0003" + uscc.calc_check_digit("91420100MADEM0003")
NEW_COMPANY: Final = Holder("武汉新办餐饮有限公司", IdentifierType.CREDIT_CODE, NEW_CODE)
MARIA: Final = Holder("MARIA GONZALEZ", IdentifierType.PASSPORT, "X1234567")
PHONE_NUMBER: Final = "10000000009"
JOHN: Final = Holder("JOHN SMITH", IdentifierType.PASSPORT, "Z7654321")


@dataclass(frozen=True)
class Site:
    """A served hall, with the browser in which people open it."""

    hall: Hall
    address: str
    browser: Browser

    def phone(self, username: str) -> Page:
        """The phone of somebody who is signed in."""
        return signed_in(self.hall, self.address, self.browser, username, PHONE)


@pytest.fixture(scope="module")
def site(
    seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Site]:
    """A hall for all journeys, which are of different people; two of them have no demo account."""
    folder = tmp_path_factory.mktemp("for-whom") / "hall"
    shutil.copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        with hall.app.app_context(), database.transaction() as session:
            accounts.create_account(
                session,
                username="zhou",
                name="周新办",
                holder=Holder("周新办", IdentifierType.IDENTITY_CARD, "420102189101010039"),
                organisation=NEW_COMPANY,
                phone=PHONE_NUMBER,
                posts=[Post(Role.LEGAL_PERSON)],
                now=utc_now(),
            )
            accounts.create_account(
                session, username="maria", name=MARIA.name, holder=MARIA, phone=PHONE_NUMBER, now=utc_now()
            )
        with serve_hall(hall) as address:
            yield Site(hall, address, browser)


def begin(page: Page, path: str, whom: str = "") -> None:
    """Fills in the first page, for whom and where, and opens the form."""
    page.goto(path)
    if whom:
        page.get_by_label(whom).check()
    page.get_by_label("在哪个区办理").select_option(DISTRICT)
    open_by(page.get_by_role("button", name="继续填写"))


def finish(page: Page, known: dict[str, str], button: str = "提交申请") -> str:
    """Fills in the form that is open, gives the materials and submits; the last part of the address."""
    fill_in(page, known)
    open_by(page.get_by_role("button", name="保存，下一步"))
    expect(page.get_by_role("heading", name="准备材料", level=1)).to_be_visible()
    consent = page.get_by_label("同意使用，这些材料不用交")
    if consent.count():
        consent.check()
    give_files(page)
    open_by(page.get_by_role("button", name="保存，下一步"))
    page.get_by_label("以上内容真实").check()
    open_by(page.get_by_role("button", name=button))
    return page.url.rsplit("/", 1)[1]


def open_held(page: Page, kind: str, holder: str) -> None:
    """The one certificate of this kind on the page of one's own certificates names this holder."""
    page.goto("/my/certificates/")
    open_by(page.get_by_role("heading", name=kind).get_by_role("link"))
    expect(page.locator(".face").get_by_text(holder).first).to_be_visible()
    look(page)


def expect_none(page: Page, kind: str) -> None:
    """Whoever only acted has no such certificate."""
    page.goto("/my/certificates/")
    expect(page.get_by_role("heading", name=kind)).to_have_count(0)


def holder_of(hall: Hall, number: str) -> Holder:
    """Who holds the certificate of the application's first case."""
    with hall.app.app_context():
        identifier = case_row(f"{number}-01").certificate_identifier
        assert identifier is not None
        with database.certificate_transaction() as store:
            return lookup.certificate(store, identifier).holder


def grant_food_permit(hall: Hall, number: str) -> None:
    grant(system(hall, "market_supervision"), {"number": f"{number}-01", "item_code": "SPJY-XB"})
    issue_beside_a_browser(hall)


def add_child(mother: Page) -> None:
    mother.goto("/my/mandates/")
    mother.get_by_text("添加我要替他（她）办的人").click()
    mother.get_by_label("姓名").first.fill(CHILD)
    mother.get_by_label("证件号码").first.fill("420102199001010049")
    mother.get_by_label("监护人").check()
    look(mother)
    open_by(mother.get_by_role("button", name="添加"))
    expect(mother.get_by_text("我是监护人")).to_be_visible()


def apply_for_child(mother: Page) -> str:
    """The number of the application that the mother files for the child."""
    begin(mother, PERMIT, f"{CHILD}（我是监护人）")
    expect(mother.get_by_text(f"您在为{CHILD}申请。")).to_be_visible()
    expect(mother.get_by_label("申请人姓名")).not_to_be_editable()
    expect(mother.get_by_label("代办人姓名")).to_have_value("李样例")
    number = finish(mother, {"起始日期": "2025-01-05"})
    expect(mother.get_by_text(f"申请人：{CHILD}；代办人：李样例（监护人）")).to_be_visible()
    look(mother)
    return number


def ask_spouse(husband: Page) -> None:
    """The husband writes the application, and submits it for his wife to confirm."""
    husband.goto(BIRTH)
    husband.get_by_text("填写共同申请人").click()
    husband.get_by_label("姓名（名称）").fill("李样例")
    husband.get_by_label("证件号码").fill("420102188701120026")
    husband.get_by_label("在哪个区办理").select_option(DISTRICT)
    look(husband)
    open_by(husband.get_by_role("button", name="继续填写"))
    expect(husband.get_by_label("配偶姓名")).to_have_value("李样例")
    finish(husband, {"日期": "2025-01-05"}, "提交，请共同申请人确认")
    expect(husband.get_by_role("heading", name="等共同申请人确认")).to_be_visible()


def confirm(wife: Page) -> str:
    """The number of the application, which is filed when the wife, who was told, confirms."""
    wife.goto("/my/notices/")
    open_by(wife.get_by_role("link", name="请您确认一起申请"))
    expect(wife.get_by_role("heading", name="等您确认")).to_be_visible()
    expect(wife.locator("img.files__thumb")).not_to_have_count(0)
    look(wife)
    wife.get_by_label("同意在这次申请中使用我的电子证照").check()
    wife.get_by_label("以上内容我已核对").check()
    open_by(wife.get_by_role("button", name="确认，一起申请"))
    expect(wife.get_by_text("共同申请：张示范、李样例")).to_be_visible()
    return wife.url.rsplit("/", 1)[1]


def give_mandate(principal: Page) -> None:
    """The principal lets 李样例 act in everything."""
    principal.goto("/my/mandates/")
    given = principal.get_by_role("region", name="谁可以替我办")
    given.get_by_text("授权给别人", exact=True).click()
    given.get_by_label("姓名").fill("李样例")
    given.get_by_label("证件号码").fill("420102188701120026")
    given.get_by_label("所有事项").check()
    look(principal)
    open_by(given.get_by_role("button", name="授权", exact=True))
    expect(principal.get_by_text("已授权。")).to_be_visible()


def test_a_mother_applies_and_the_child_holds_the_permit(site: Site) -> None:
    mother = site.phone("li")
    add_child(mother)
    number = apply_for_child(mother)
    officer = signed_in(site.hall, site.address, site.browser, "gongan", DESK)
    officer.goto(f"/desk/cases/{number}-01")
    expect(officer.get_by_text("代办人自己说明，请核对关系证明")).to_be_visible()
    look(officer)
    open_by(officer.get_by_role("button", name="受理", exact=True))
    expect(officer.get_by_text("已受理")).not_to_have_count(0)
    decide(system(site.hall, "public_security"), {"number": f"{number}-01"}, "grant")
    issue_beside_a_browser(site.hall)
    assert holder_of(site.hall, number).name == CHILD
    expect_none(mother, "居住证")


def test_a_couple_applies_and_both_see_the_application(site: Site) -> None:
    husband, wife = site.phone("zhang"), site.phone("li")
    ask_spouse(husband)
    number = confirm(wife)
    husband.goto(f"/my/applications/{number}")
    expect(husband.get_by_text("共同申请：张示范、李样例")).to_be_visible()


def test_a_company_holds_its_permit_and_takes_its_address_from_the_licence_in_the_store(site: Site) -> None:
    company = AGENT.organisation_holder
    assert company is not None
    chen = site.phone("chen")
    begin(chen, FOOD, company.name)
    expect(chen.get_by_text(f"您在为{company.name}申请。")).to_be_visible()
    expect(chen.get_by_label("统一社会信用代码")).to_have_value(company.identifier)
    expect(chen.get_by_label("经营场所地址")).to_have_value(PREMISES)
    expect(chen.get_by_label("经营场所地址")).not_to_be_editable()
    look(chen)
    number = finish(chen, {"身份证号码": "42010218890920013X"})
    expect(chen.get_by_text(f"申请人：{company.name}；代办人：陈代办（单位经办人）")).to_be_visible()
    grant_food_permit(site.hall, number)
    open_held(chen, FOOD_PERMIT, company.name)
    assert holder_of(site.hall, number) == company


def test_a_company_without_a_licence_in_the_store_uploads_it_and_holds_its_permit(site: Site) -> None:
    zhou = site.phone("zhou")
    begin(zhou, FOOD, NEW_COMPANY.name)
    expect(zhou.get_by_label("经营场所地址")).to_be_editable()
    number = finish(zhou, {"身份证号码": "420102189101010039", "地址": "江岸区示范街 3 号"})
    expect(zhou.get_by_text(f"申请人：{NEW_COMPANY.name}；代办人：周新办（单位经办人）")).to_be_visible()
    grant_food_permit(site.hall, number)
    open_held(zhou, FOOD_PERMIT, NEW_COMPANY.name)
    assert holder_of(site.hall, number) == NEW_COMPANY


def test_an_agent_with_a_mandate_applies_and_the_principal_holds_the_certificate(site: Site) -> None:
    zhang, li = site.phone("zhang"), site.phone("li")
    give_mandate(zhang)
    begin(li, f"/apply/{SIGN}?lighting=no", f"{ZHANG.name}（我是受托人）")
    number = finish(li, {})
    expect(li.get_by_text(f"申请人：{ZHANG.name}；代办人：李样例（受托人）")).to_be_visible()
    issue_beside_a_browser(site.hall)
    open_held(zhang, SIGN_PROOF, ZHANG.name)
    expect_none(li, SIGN_PROOF)
    zhang.goto(f"/my/applications/{number}")
    expect(zhang.get_by_text("代办人：李样例（受托人）")).to_be_visible()


def test_a_person_with_a_passport_applies_online_and_holds_the_certificate(site: Site) -> None:
    maria = site.phone("maria")
    begin(maria, f"/apply/{SIGN}?lighting=no")
    expect(maria.get_by_text("申请人的证件是护照").first).to_be_visible()
    number = finish(maria, {})
    issue_beside_a_browser(site.hall)
    open_held(maria, SIGN_PROOF, MARIA.name)
    assert holder_of(site.hall, number) == MARIA


def test_a_person_with_a_passport_and_without_an_account_applies_at_the_window(site: Site) -> None:
    clerk = site.hall.sign_in("chuangkou")
    person = {"holder.identifier_type": "414", "holder.name": JOHN.name, "holder.identifier": JOHN.identifier}
    start = {**person, "holder.phone": PHONE_NUMBER, "district": DISTRICT, "q.lighting": "no"}
    draft = clerk.post(f"/window/apply/{SIGN}", start).headers["Location"].removesuffix("/form")
    form = clerk.get(f"{draft}/form").text
    assert "申请人的证件是护照" in form
    typed = {
        "field.applicant_phone": PHONE_NUMBER,
        "field.premises_name": "街角小店",
        "field.premises_address": "江岸区示范街 5 号",
        "field.sign_size": "300×80×20",
        "field.sign_text": "街角小店",
    }
    answer = clerk.post(f"{draft}/form", typed)
    assert answer.status_code == 303, re.findall("error-summary__list.*?</ul>", answer.text, re.S)
    seen = {f"seen.{key}": "yes" for key in missing_originals(clerk.get(f"{draft}/materials").text)}
    clerk.post(f"{draft}/materials", seen)
    done = clerk.post(f"{draft}/submit", {"declared": "yes"})
    assert done.status_code == 303, done.text
    issue_beside_a_browser(site.hall)
    assert holder_of(site.hall, done.headers["Location"].rsplit("/", 1)[1]) == JOHN
