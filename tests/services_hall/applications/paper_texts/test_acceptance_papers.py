"""Papers that accompany an acceptance: the payment notice and the voucher of handed-over materials."""

from typing import Any

from services_hall import database
from services_hall.applications.enumerations import Channel, PaperCode
from services_hall.applications.models import CasePaper
from services_hall.applications.paper_texts.acceptance_papers import payment_text, transfer_text
from services_hall.applications.papers import write_acceptance_papers
from services_hall.clock import utc_now
from services_hall.documents.texts import PaperText, Printing
from tests.support.agency_systems import system
from tests.support.case_decisions import case_row
from tests.support.hall import Hall
from tests.support.new_editions import publish_again
from tests.support.restaurant import LI, case_of, file_restaurant

PRINTING = Printing("文书", "岸公缴〔2026〕1号", "大厅", "http://127.0.0.1", is_demo=True)


def acceptance_papers(
    hall: Hall, code: str, scenario: dict[str, str], channel: Channel
) -> dict[str, PaperText]:
    """The texts of the papers beside the notice that an acceptance of this item writes, by their code."""
    builders = {PaperCode.PAYMENT_NOTICE: payment_text, PaperCode.TRANSFER: transfer_text}
    application = file_restaurant(
        system(hall, "market_supervision"), LI, scenario, code, consent=False, at_window=True
    )
    with hall.app.test_request_context(), database.transaction() as session:
        case = session.merge(case_row(case_of(application, code)["number"]))
        case.application.channel = channel
        write_acceptance_papers(session, case, now=utc_now())
        written = session.query(CasePaper).where(CasePaper.subject_id == case.id).all()
        texts = {
            paper.kind: builders[PaperCode(paper.kind)](paper, PRINTING)
            for paper in written
            if paper.kind in builders
        }
        session.rollback()
    return texts


def test_what_costs_something_is_told_with_its_standard_and_basis(hall: Hall) -> None:
    texts = acceptance_papers(hall, "SFZ-BL", {"age": "adult", "urgent": "no"}, Channel.API)
    assert set(texts) == {PaperCode.PAYMENT_NOTICE}
    (row,) = texts[PaperCode.PAYMENT_NOTICE].table
    assert row[:3] == ("居民身份证工本费", "40元", "40元/证（丢失补领）")
    assert "《中华人民共和国居民身份证法》第二十一条" in row[3]
    words = "".join(texts[PaperCode.PAYMENT_NOTICE].paragraphs)
    assert "缴费方式、缴费地点、缴费期限，由" in words
    assert "可以拨打咨询电话" in words or "联系方式询问" in words


def test_how_where_and_by_when_to_pay_stand_on_the_notice_where_the_guide_says_them(hall: Hall) -> None:
    def say(content: dict[str, Any]) -> None:
        (fee,) = content["fees"]
        fee |= {"pay_ways": "银行卡、现金", "pay_place": "户政窗口", "pay_days": 5}

    publish_again(hall, "SFZ-BL", change=say)
    texts = acceptance_papers(hall, "SFZ-BL", {"age": "adult", "urgent": "no"}, Channel.API)
    words = "".join(texts[PaperCode.PAYMENT_NOTICE].paragraphs)
    assert (
        "缴费方式：银行卡、现金；缴费地点或者网址：户政窗口；收到本通知书次日起 5 个工作日内缴清。" in words
    )
    assert "由" not in words.split("缴清。")[1]
    assert "户政窗口" in hall.app.test_client().get("/guides/SFZ-BL").text


def test_what_the_window_took_in_is_handed_over_with_a_voucher(hall: Hall) -> None:
    scenario = {"cooking": "fumes", "premises": "commercial", "delivery": "no", "agent": "no"}
    texts = acceptance_papers(hall, "SPJY-XB", scenario, Channel.WINDOW)
    assert set(texts) == {PaperCode.TRANSFER}
    names = [name for name, _ in texts[PaperCode.TRANSFER].table]
    assert {"营业执照", "操作流程说明"} <= set(names)
