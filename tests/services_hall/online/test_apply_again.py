"""After a refusal: reason and ways first, then the application goes into a new draft to be corrected."""

from sqlalchemy import select

from services_hall import database
from services_hall.applications.drafts.pinned_drafts import files_by_material
from services_hall.applications.models import Draft
from tests.support.agency_systems import system
from tests.support.case_decisions import accept, decide
from tests.support.hall import Hall, Visitor
from tests.support.restaurant import DISTRICT, case_of, file_restaurant

REASON = "操作间面积不足"


def test_a_denied_item_is_applied_for_again_with_its_answers_and_files(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    application = file_restaurant(market)
    food = case_of(application, "SPJY-XB")
    for answer in (accept(market, food), decide(market, food, "deny", REASON)):
        assert answer.status_code == 200, answer.text
    li, address = hall.sign_in("li"), f"/my/applications/{application['number']}"
    assert_the_denial_stands_first(li.get(address).text)

    started = li.post(f"{address}/again", {"code": "SPJY-XB"})
    form = li.get(started.headers["Location"]).text
    assert "上次填的内容和交的文件都带过来了" in form
    with hall.app.app_context():
        draft = database.reading().scalars(select(Draft).order_by(Draft.id.desc())).first()
        assert draft is not None
        assert (draft.code, draft.division_code) == ("SPJY-XB", DISTRICT)
        assert draft.scenario
        assert all(draft.answers.values())
        assert files_by_material(draft)
        assert max(draft.answers.values(), key=len) in form
    assert_nothing_else_is_offered(li, address)


def assert_the_denial_stands_first(page: str) -> None:
    header = page.partition('aria-labelledby="case-1"')[0]
    for said in (REASON, "依据：", "申请行政复议", "提起行政诉讼", "预计最迟", "改好再申请"):
        assert said in header, said
    assert page.count(REASON) == 1
    assert 'href="tel:' in page
    denied = page.partition(">食品经营许可")[2].partition("</section>")[0].partition("timeline--across")[2]
    assert "timeline__step--now" not in denied
    assert 'class="timeline__step"' not in denied


def assert_nothing_else_is_offered(li: Visitor, address: str) -> None:
    for wrong in ("XFJC-YYQ", "nothing"):
        assert li.post(f"{address}/again", {"code": wrong}).headers["Location"].endswith(address)
        assert "不能从这里重新申请" in li.get(address).text
