"""Pages of applications that start from a certificate: the holder's own, and those of the window."""

import re
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from tests.support.case_decisions import application_row
from tests.support.hall import Hall, open_hall
from tests.support.source_certificates import current
from tests.support.window_pages import LI_AT_WINDOW, WANG_AT_WINDOW

DISTRICT = "420102000000"
LI_PRESENT = {
    key: LI_AT_WINDOW[key] for key in ("holder.identifier_type", "holder.identifier", "holder.name")
}


@pytest.fixture(scope="module")
def shared(seeded_hall: Path, hall_keyring: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    """One hall for all pages; each test files for another item."""
    folder = tmp_path_factory.mktemp("pages") / "hall"
    copytree(seeded_hall, folder)
    with open_hall(folder, hall_keyring) as hall:
        yield hall


@pytest.fixture(scope="module")
def licence(shared: Hall) -> str:
    return current(shared, "business-licence").identifier


def test_the_holder_sees_what_can_be_done_with_a_certificate_in_force(shared: Hall, licence: str) -> None:
    page = shared.sign_in("li").get("/my/certificates/").text
    for code in ("GTDJ-BG", "GTDJ-BL", "GTDJ-ZX"):
        assert f"/apply/{code}?source_certificate={licence}" in page
    assert "/apply/SPJY-YX" not in page
    assert "source_certificate" not in shared.sign_in("wang").get("/my/certificates/").text


def test_a_company_is_not_offered_what_is_for_persons(shared: Hall) -> None:
    online = shared.sign_in("chen").get("/my/certificates/").text
    present = {
        "holder.identifier_type": "001",
        "holder.identifier": "91420100MADEM00019",
        "holder.name": "武汉示例餐饮有限公司",
        "consent": "yes",
    }
    window = shared.sign_in("chuangkou").post("/window/certificates", present).text
    for page in (online, window):
        assert "营业执照" in page
        assert "GTDJ-" not in page


def test_a_page_without_a_certificate_offers_those_to_choose_from(shared: Hall, licence: str) -> None:
    page = shared.sign_in("li").get("/apply/GTDJ-BL").text
    assert "凭哪一本证照办" in page
    assert licence in page
    assert "您名下没有可以办这件事的有效证照" in shared.sign_in("wang").get("/apply/GTDJ-BL").text


@pytest.mark.parametrize("user", ["wang", "zhang"])
def test_a_foreign_certificate_is_refused_at_the_first_step(shared: Hall, licence: str, user: str) -> None:
    visitor = shared.sign_in(user)
    opened = visitor.get("/apply/GTDJ-BL", source_certificate=licence)
    assert (opened.status_code, "申请人名下没有这本证照" in opened.text) == (422, True)
    begun = visitor.post("/apply/GTDJ-BL", {"source_certificate": licence, "district": DISTRICT})
    assert (begun.status_code, "申请人名下没有这本证照" in begun.text) == (422, True)


def test_a_certificate_of_somebody_only_stated_is_not_read(shared: Hall, licence: str) -> None:
    wang = shared.sign_in("wang")
    stated = {"name": "李样例", "identifier": LI_PRESENT["holder.identifier"], "capacity": "relative"}
    assert wang.post("/my/mandates/state", stated).status_code == 303
    first_page = wang.get("/apply/JZZ-SL?half_year=yes&ground=employment&applicant_kind=agent").text
    _own, whom = re.findall(r'name="for_whom" type="radio" value="([^"]+)"', first_page)
    body = {"source_certificate": licence, "district": DISTRICT, "for_whom": whom}
    answer = wang.post("/apply/GTDJ-BL", body)
    assert (answer.status_code, "请本人在“授权与代办”里授权" in answer.text) == (422, True)


def test_another_district_than_that_of_the_issuing_agency_is_refused(shared: Hall, licence: str) -> None:
    body = {"source_certificate": licence, "district": "420106000000"}
    answer = shared.sign_in("li").post("/apply/GTDJ-BL", body)
    assert (answer.status_code, "要向原发证机关申请" in answer.text) == (422, True)


def test_a_reissue_is_filed_with_what_stands_on_the_certificate(shared: Hall, licence: str) -> None:
    li = shared.sign_in("li")
    started = li.get("/apply/GTDJ-BL", source_certificate=licence)
    assert "凭这本证照办" in started.text
    assert f'<option value="{DISTRICT}" selected>' in started.text
    begun = li.post("/apply/GTDJ-BL", {"source_certificate": licence, "district": DISTRICT})
    form = li.follow(begun).text
    assert 'readonly="readonly"' in form
    path = begun.headers["Location"].removesuffix("/form")
    typed = {"field.premises_name": "别的店", "field.applicant_phone": "10000000002"}
    assert li.post(f"{path}/form", typed).status_code == 303
    assert li.post(f"{path}/materials", {"consent": "yes"}).status_code == 303
    filed = li.post(f"{path}/submit", {"declared": "yes"})
    assert filed.status_code == 303, filed.text
    number = filed.headers["Location"].rsplit("/", 1)[1]
    with shared.app.app_context():
        application = application_row(number)
        assert application.source_certificate == licence
        assert application.answers["premises_name"] == current_name(shared)
    again = li.get("/apply/GTDJ-BL", source_certificate=licence)
    assert f"申请编号 {number}" in again.text
    desk = shared.sign_in("shichang").get(f"/desk/cases/{number}-01").text
    assert "所办的证照" in desk
    assert licence in desk


def current_name(hall: Hall) -> str:
    return str(current(hall, "business-licence").fields["premises_name"])


def test_the_clerk_looks_at_the_certificates_of_who_agrees(shared: Hall, licence: str) -> None:
    clerk = shared.sign_in("chuangkou")
    assert "申请人的证照" in clerk.get("/window/certificates").text
    refused = clerk.post("/window/certificates", LI_PRESENT)
    assert (refused.status_code, "申请人当面同意" in refused.text) == (422, True)
    shown = clerk.post("/window/certificates", {**LI_PRESENT, "consent": "yes"}).text
    assert "个体工商户注销登记" in shown
    assert "持证人在窗口当面同意" in shared.sign_in("li").get("/my/certificates/").text
    chosen = {**LI_PRESENT, "consent": "yes", "source_certificate": licence}
    start = clerk.post("/window/apply/GTDJ-ZX/start", chosen).text
    assert f'value="{licence}"' in start
    assert LI_PRESENT["holder.identifier"] in start


def test_the_window_files_only_for_the_holder_who_is_present(shared: Hall, licence: str) -> None:
    clerk = shared.sign_in("chuangkou")
    other = clerk.post("/window/apply/GTDJ-ZX", {**WANG_AT_WINDOW, "source_certificate": licence})
    assert (other.status_code, "申请人名下没有这本证照" in other.text) == (422, True)
    assert "王演示" in other.text
    begun = clerk.post("/window/apply/GTDJ-ZX", {**LI_AT_WINDOW, "source_certificate": licence})
    assert begun.status_code == 303
    assert "凭这本证照办" in clerk.follow(begun).text


def test_the_questions_keep_the_certificate(shared: Hall, licence: str) -> None:
    li = shared.sign_in("li")
    asked = li.get("/apply/GTDJ-BG", source_certificate=licence)
    assert asked.status_code == 303
    page = li.follow(asked).text
    assert f'name="source_certificate" value="{licence}"' in page
    answered = li.get("/guides/GTDJ-BG/scenario", source_certificate=licence, moves="no").text
    assert f"source_certificate={licence}" in answered
