"""Who applies for whom, each on a phone to the certificate in the right hands.

A mother for her child, a couple, companies, an agent with a mandate, persons with a passport.
"""

from collections.abc import Mapping
from typing import Final

import pytest
from playwright.sync_api import Page, expect
from stdnum.cn import uscc

from certificate_store import lookup
from certificate_store.holders import Holder, IdentifierType
from services_hall import database
from services_hall.applications.decisions.outcomes import Decision
from services_hall.clock import utc_now
from services_hall.demo.accounts import AGENT, DISTRICT, RESIDENTS
from services_hall.demo.certificates import PREMISES
from services_hall.identity import Role, accounts
from services_hall.identity.actors import Post
from services_hall.use_cases.decide_case import decide_case
from tests.support.agency_systems import system
from tests.support.browser_pages import Site, look, open_by
from tests.support.browser_steps import fill_in, give_files
from tests.support.case_decisions import REVIEWED, case_row, decide, grant
from tests.support.demo_applications import person
from tests.support.hall import Hall
from tests.support.waiting_jobs import issue_beside_a_browser

PERMIT: Final = "/apply/JZZ-SL?half_year=yes&ground=employment&applicant_kind=agent"
CHILD: Final = "李小样"
BIRTH: Final = "/apply/SYDJ?stage=before&marriage_proof=certificate"
FOOD: Final = "/apply/SPJY-XB?premises=commercial&delivery=no&cooking=fumes&agent=no"
BIRTH_PROOF: Final = "生育登记凭证"
SIGN: Final = "HWZP-SZ"
ZHANG: Final = RESIDENTS[0]
SIGN_PROOF: Final = "户外招牌设施设置备案凭证"
FOOD_PERMIT: Final = "食品经营许可证"
NEW_CODE: Final = "91420100MADEM0003" + uscc.calc_check_digit("91420100MADEM0003")
NEW_COMPANY: Final = Holder("武汉新办餐饮有限公司", IdentifierType.CREDIT_CODE, NEW_CODE)
MARIA: Final = Holder("MARIA GONZALEZ", IdentifierType.PASSPORT, "X1234567")
PHONE_NUMBER: Final = "10000000009"
JOHN: Final = Holder("JOHN SMITH", IdentifierType.PASSPORT, "Z7654321")


@pytest.fixture(scope="module", autouse=True)
def newcomers(site: Site) -> None:
    """Two people without a demo account: of a company without a licence in the store, and with a passport."""
    with site.hall.app.app_context(), database.transaction() as session:
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


def held(page: Page, kind: str) -> int:
    """How many certificates of this kind the person holds; whoever only acted has no more than before."""
    page.goto("/my/certificates/")
    return page.get_by_role("heading", name=kind).count()


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
    officer = site.desk("gongan")
    officer.goto(f"/desk/cases/{number}-01")
    expect(officer.get_by_text("代办人自己说明，请核对关系证明")).to_be_visible()
    look(officer)
    open_by(officer.get_by_role("button", name="受理", exact=True))
    expect(officer.get_by_text("已受理")).not_to_have_count(0)
    decide(system(site.hall, "public_security"), {"number": f"{number}-01"}, "grant")
    issue_beside_a_browser(site.hall)
    assert holder_of(site.hall, number).name == CHILD
    assert held(mother, "居住证") == 0


def test_a_couple_applies_and_both_see_the_application(site: Site) -> None:
    husband, wife = site.phone("zhang"), site.phone("li")
    ask_spouse(husband)
    number = confirm(wife)
    husband.goto(f"/my/applications/{number}")
    expect(husband.get_by_text("共同申请：张示范、李样例")).to_be_visible()
    officer = site.desk("weijian")
    officer.goto(f"/desk/cases/{number}-01")
    look(officer)
    open_by(officer.get_by_role("button", name="受理", exact=True))
    with site.hall.app.app_context():
        decide_case(person("weijian"), f"{number}-01", Decision.GRANT, "", grounds=REVIEWED)
    issue_beside_a_browser(site.hall)
    for spouse in (husband, wife):
        open_held(spouse, BIRTH_PROOF, ZHANG.name)
        expect(spouse.locator(".face").get_by_text("李样例").first).to_be_visible()


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
    number = finish(chen, {"身份证件号码": "42010218890920013X"})
    expect(chen.get_by_text(f"申请人：{company.name}；代办人：陈代办（单位经办人）")).to_be_visible()
    grant_food_permit(site.hall, number)
    open_held(chen, FOOD_PERMIT, company.name)
    assert holder_of(site.hall, number) == company


def test_a_company_without_a_licence_in_the_store_uploads_it_and_holds_its_permit(site: Site) -> None:
    zhou = site.phone("zhou")
    begin(zhou, FOOD, NEW_COMPANY.name)
    expect(zhou.get_by_label("经营场所地址")).to_be_editable()
    number = finish(zhou, {"身份证件号码": "420102189101010039", "地址": "江岸区示范街 3 号"})
    expect(zhou.get_by_text(f"申请人：{NEW_COMPANY.name}；代办人：周新办（单位经办人）")).to_be_visible()
    grant_food_permit(site.hall, number)
    open_held(zhou, FOOD_PERMIT, NEW_COMPANY.name)
    assert holder_of(site.hall, number) == NEW_COMPANY


def test_an_agent_with_a_mandate_applies_and_the_principal_holds_the_certificate(site: Site) -> None:
    zhang, li = site.phone("zhang"), site.phone("li")
    held_before = held(li, SIGN_PROOF)
    give_mandate(zhang)
    begin(li, f"/apply/{SIGN}?lighting=no", f"{ZHANG.name}（我是受托人）")
    number = finish(li, {})
    expect(li.get_by_text(f"申请人：{ZHANG.name}；代办人：李样例（受托人）")).to_be_visible()
    issue_beside_a_browser(site.hall)
    open_held(zhang, SIGN_PROOF, ZHANG.name)
    assert held(li, SIGN_PROOF) == held_before
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


def fill_by_name(clerk: Page, texts: Mapping[str, str]) -> None:
    """Fills in fields and choices by their names."""
    for name, text in texts.items():
        box = clerk.locator(f'[name="{name}"]')
        if name.endswith("_type"):
            box.select_option(text)
        else:
            box.fill(text)


def finish_at_window(clerk: Page, known: dict[str, str]) -> str:
    """The clerk completes the one page that is open and submits it; the application's number."""
    fill_in(clerk, known)
    for box in clerk.get_by_label("窗口已看原件").all():
        box.check()
    give_files(clerk)
    clerk.get_by_label("申请人已核对").check()
    look(clerk)
    open_by(clerk.get_by_role("button", name="提交", exact=True))
    return clerk.url.rsplit("/", 1)[1]


def test_a_person_with_a_passport_and_without_an_account_applies_at_the_window(site: Site) -> None:
    clerk = site.desk("chuangkou")
    start = {"holder.identifier_type": "414", "holder.name": JOHN.name, "holder.identifier": JOHN.identifier}
    clerk.goto(f"/window/apply/{SIGN}?lighting=no")
    fill_by_name(clerk, {**start, "holder.phone": PHONE_NUMBER})
    open_by(clerk.get_by_role("button", name="下一步"))
    expect(clerk.get_by_text("申请人的证件是护照").first).to_be_visible()
    number = finish_at_window(clerk, {})
    issue_beside_a_browser(site.hall)
    assert holder_of(site.hall, number) == JOHN


def test_a_company_applies_at_the_window_and_holds_its_permit(site: Site) -> None:
    company, clerk = AGENT.organisation_holder, site.desk("chuangkou")
    assert company is not None
    assert AGENT.identity_number is not None
    start = {"holder.identifier_type": "001", "holder.name": company.name, "holder.phone": PHONE_NUMBER}
    clerk.goto(f"/window{FOOD}")
    clerk.get_by_text("申请人没有来，别人代办").click()
    clerk.get_by_label("代办人是申请人的").select_option(label="单位经办人")
    clerk.get_by_label("已核对授权委托书或者关系证明").check()
    for name in ("agent.mandate.item.SPJY-XB", "agent.mandate.act.apply"):
        clerk.locator(f'[name="{name}"]').check()
    agent = {"agent.name": AGENT.name, "agent.identifier": AGENT.identity_number}
    fill_by_name(clerk, {**start, "holder.identifier": company.identifier, **agent})
    look(clerk)
    open_by(clerk.get_by_role("button", name="下一步"))
    number = finish_at_window(clerk, {"身份证件号码": AGENT.identity_number, "地址": PREMISES})
    expect(clerk.get_by_text("陈代办").first).to_be_visible()
    look(clerk)
    grant_food_permit(site.hall, number)
    assert holder_of(site.hall, number) == company


def test_a_colleague_goes_on_with_the_draft_of_somebody_who_leaves(site: Site) -> None:
    company, manager, member = AGENT.organisation_holder, site.phone("chen"), site.phone("wang")
    assert company is not None
    add_member(manager)
    begin(member, FOOD, company.name)
    fill_in(member, {"身份证件号码": "42010218890920013X"})
    member.get_by_label("经营场所使用面积").fill("73")
    open_by(member.get_by_role("button", name="保存，下一步"))
    draft = member.url.removesuffix("/materials")
    remove_member(manager)
    gone = member.goto(f"{draft}/form")
    assert gone is not None
    assert gone.status == 404
    manager.goto("/my/")
    look(manager)
    open_by(manager.locator(f'a[href*="{draft.rsplit("/", 1)[1]}"]').first)
    manager.goto(f"{draft}/form")
    expect(manager.get_by_label("经营场所使用面积")).to_have_value("73")
    number = finish(manager, {"身份证件号码": "420102188003150244"})
    expect(manager.get_by_text(f"申请人：{company.name}；代办人：陈代办（单位经办人）")).to_be_visible()
    grant_food_permit(site.hall, number)
    assert holder_of(site.hall, number) == company


def add_member(manager: Page) -> None:
    manager.goto("/my/members/")
    manager.get_by_label("姓名").fill("王演示")
    manager.get_by_label("证件号码").fill("42010218890920013X")
    manager.locator('[name="member_capacity"]').first.check()
    look(manager)
    open_by(manager.get_by_role("button", name="添加", exact=True))
    expect(manager.get_by_text("王演示").first).to_be_visible()


def remove_member(manager: Page) -> None:
    """The colleague leaves: what is not finished goes to the manager."""
    manager.goto("/my/members/")
    manager.locator("details", has_text="没办完的交给谁").locator("summary").click()
    look(manager)
    open_by(manager.get_by_role("button", name="移除"))


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_name_of_a_trade_is_asked_for_where_it_is_chosen(site: Site, has_scripts: bool) -> None:
    zhang = site.phone("zhang", has_scripts=has_scripts)
    zhang.goto(FOOD)
    name = zhang.get_by_label("字号", exact=False)
    expect(name).to_be_hidden()
    zhang.get_by_label("我经营的个体工商户，营业执照没有列在上面").check()
    expect(name).to_be_visible()
    revealed = zhang.locator(".govuk-radios__conditional")
    expect(revealed).not_to_contain_text("选填")
    expect(revealed).to_contain_text("两项都要填")
    zhang.get_by_label("在哪个区办理").select_option(DISTRICT)
    open_by(zhang.get_by_role("button", name="继续填写"))
    expect(revealed.locator(".govuk-error-message")).to_have_count(2)
    expect(name).to_be_visible()
    if has_scripts:
        look(zhang)
    zhang.get_by_label(f"我自己（{ZHANG.name}）").check()
    expect(name).to_be_hidden()
