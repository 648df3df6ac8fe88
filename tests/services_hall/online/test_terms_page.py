"""Terms of personal-data use: nobody goes on without having agreed, staff and programs are not asked."""

from sqlalchemy import select

from services_hall.audit.models import AuditEntry
from services_hall.database import reading
from services_hall.identity import accounts, terms
from tests.support.agency_systems import claims_of, person_with_token, system
from tests.support.application_pages import begin_application
from tests.support.hall import Hall
from tests.support.restaurant import LI, file_restaurant

TERMS = "/my/terms/"


def test_a_person_agrees_once_and_goes_on_where_they_were(hall: Hall) -> None:
    li = hall.sign_in("li", has_agreed=False)
    asked = li.get("/my/notices/")
    assert asked.status_code == 303
    page = li.follow(asked).text
    assert "同意并继续" in page
    assert "不同意，退出登录" in page
    assert 'name="next" value="/my/notices/"' in page
    assert li.post("/my/account/phone", {"phone": "13800001234"}).headers["Location"].startswith(TERMS)
    assert li.get("/guides/").status_code == 200
    agreed = li.post(TERMS, {"next": "/my/notices/"})
    assert agreed.headers["Location"] == "/my/notices/"
    assert li.follow(agreed).status_code == 200
    assert "同意并继续" not in li.get(TERMS).text
    account_page = li.get("/my/account/").text
    assert f"（{terms.CURRENT} 版）" in account_page
    assert "13800001234" not in account_page
    with hall.app.app_context():
        account = accounts.find_account(reading(), "li")
        assert account is not None
        assert account.terms_agreed_at is not None
        recorded = select(AuditEntry.details).where(AuditEntry.action == "account.terms")
        assert [one["version"] for one in reading().scalars(recorded)] == [terms.CURRENT]


def test_whoever_does_not_agree_signs_out(hall: Hall) -> None:
    li = hall.sign_in("li", has_agreed=False)
    li.get(TERMS)
    assert li.post("/identity/sign-out").status_code == 303
    assert li.get("/my/").headers["Location"].startswith("/identity/sign-in")


def test_a_consent_can_be_withdrawn_and_given_again(hall: Hall) -> None:
    li = hall.sign_in("li")
    filed = file_restaurant(system(hall, "market_supervision"), LI)["number"]
    draft = begin_application(li)
    assert "没提交的草稿连同材料马上删除" in li.get("/my/account/").text
    page = li.follow(li.post("/my/terms/withdraw")).text
    assert "您已经撤回同意" in page
    assert "同意并继续" in page
    for closed in ("/my/", "/my/account/", f"/my/applications/{filed}", f"{draft}/form"):
        assert li.get(closed).headers["Location"].startswith(TERMS), closed
    assert li.get("/guides/").status_code == 200
    li.post(TERMS)
    assert li.get(f"/my/applications/{filed}").status_code == 200
    assert li.get(f"{draft}/form").status_code == 404
    with hall.app.app_context():
        recorded = select(AuditEntry.details).where(AuditEntry.action == "account.terms-withdrawn")
        assert [one["version"] for one in reading().scalars(recorded)] == [terms.CURRENT]


def test_a_withdrawal_ends_other_sign_ins_and_the_tokens_of_programs_at_once(hall: Hall) -> None:
    here, elsewhere = hall.sign_in("li"), hall.sign_in("li")
    program, other = (person_with_token(hall, who, scope="openid") for who in ("li", "zhang"))
    assert claims_of(program).status_code == 200
    here.post("/my/terms/withdraw")
    assert claims_of(program).status_code == 401
    assert elsewhere.get(TERMS).headers["Location"].startswith("/identity/sign-in")
    assert here.get(TERMS).status_code == claims_of(other).status_code == 200
    here.post(TERMS)
    assert claims_of(program).status_code == 401


def test_an_address_of_another_site_is_not_followed(hall: Hall) -> None:
    li = hall.sign_in("li", has_agreed=False)
    assert li.post(TERMS, {"next": "https://evil.example/"}).headers["Location"] == "/my/"


def test_staff_and_programs_are_not_asked(hall: Hall) -> None:
    assert hall.sign_in("shichang", has_agreed=False).get("/desk/").status_code == 200
    program = person_with_token(hall, "shichang")
    hall.sign_in("shichang", has_agreed=False)
    assert program.get("/cases").status_code == 200
