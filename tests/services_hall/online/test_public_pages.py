"""Public pages, for guides and bundles that are in force."""

import re
from datetime import datetime
from html import unescape
from typing import Final
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from guides import catalog
from guides.editions import feed_head, guide_events
from services_hall.clock import local_time
from services_hall.database import reading
from services_hall.web.display import ELDER_COOKIE
from tests.support.hall import Hall
from tests.support.restaurant import UNLICENSED

SECTION: Final = re.compile(r'<li><a href="[^"]+"(?: aria-current="true")?>([^<]+)</a></li>')
READY_TO_OPEN = {**UNLICENSED, "tobacco": "no"}


def text_of(client: FlaskClient, path: str, **query: str) -> str:
    """The text of a page, without tags and repeated spaces."""
    answer = client.get(path, query_string=query)
    assert answer.status_code == 200
    page = re.sub(r"<(script|style|head)\b.*?</\1>", " ", answer.get_data(as_text=True), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_guide_answers_first_how_long_what_to_bring_what_it_costs_and_where(reader: FlaskClient) -> None:
    words = text_of(reader, "/guides/SPJY-XB")
    facts = [words.index(fact) for fact in ("多久办好", "要交几份材料", "收费", "去哪里办")]
    assert facts == sorted(facts)
    assert facts[-1] < words.index("以上就是全部材料")
    assert "5 个工作日 法定 10 个工作日" in words


def test_who_finds_nothing_is_shown_whom_to_ask_and_other_ways(reader: FlaskClient) -> None:
    page = reader.get("/search", query_string={"q": "飞船"}).text
    assert "<title>“飞船”的搜索结果" in page
    assert 'href="tel:12345"' in page
    for way in ("/halls", "/guides/", "/topics/"):
        assert f'href="{way}' in page


def test_a_topic_and_an_event_of_life_have_a_page_with_their_bundles_and_guides(reader: FlaskClient) -> None:
    for path in ("/topics/准营准办", "/life-events/开办餐饮店"):
        words = text_of(reader, path)
        assert "开办餐饮店“一件事”" in words
        assert "食品经营许可（新办）" in words
    assert reader.get("/topics/没有的主题").status_code == 404


def test_the_halls_of_a_district_are_listed_with_address_and_hours(reader: FlaskClient) -> None:
    assert "武汉市政务服务中心（演示）" in text_of(reader, "/halls")
    words = text_of(reader, "/halls", district="420102000000")
    assert "江岸区演示路1号" in words
    assert "江汉区演示路1号" not in words


def test_the_footer_says_who_runs_the_site_or_that_it_is_open(reader: FlaskClient) -> None:
    words = text_of(reader, "/about/contact")
    for fact in ("主办：", "网站标识码：", "ICP 备案号：", "公安备案号："):
        assert f"{fact}待公布" in words


def test_a_guide_shows_the_number_and_hash_of_its_edition(reading_hall: Hall, reader: FlaskClient) -> None:
    with reading_hall.app.app_context():
        edition = catalog.current_edition(reading(), "SPJY-XB")
        sha256, published_at = edition.sha256, edition.published_at
    words = text_of(reader, "/guides/SPJY-XB")
    assert published_at is not None
    assert f"第 {edition.number} 版 校验码 {sha256[:4]} {sha256[4:8]}" in words
    assert f"公开 {local_time(published_at):%Y-%m-%d %H:%M}" in words


def test_every_sample_guide_has_a_page_with_all_its_materials_and_bases(
    reading_hall: Hall, reader: FlaskClient
) -> None:
    with reading_hall.app.app_context():
        contents = [edition.content for edition in catalog.current_guides(reading(), limit=100)]
    assert len(contents) >= 10
    for content in contents:
        words = text_of(reader, f"/guides/{content['code']}")
        for material in content["materials"]:
            assert material["name"] in words
        for basis in content["legal_bases"]:
            assert basis["law"].strip("《》") in words


@pytest.mark.parametrize(
    ("code", "event", "is_handed_over"),
    [
        ("SFZ-BL", "收件", True),
        ("JZZ-SL", "受理", True),
        ("GTDJ-SL", "收件", False),
        ("SPJY-XB", "受理", False),
    ],
)
def test_a_guide_says_from_which_event_to_which_its_limits_run(
    reader: FlaskClient, code: str, event: str, is_handed_over: bool
) -> None:
    page = reader.get(f"/guides/{code}").text
    assert f"从{event}的第二天起" in page
    assert ("时限到证件制作发放为止" in page) is is_handed_over


@pytest.mark.parametrize("path", ["/guides/NONE", "/guides/SPJY-XB/editions/99", "/bundles/none"])
def test_what_is_not_there_is_told_with_a_way_on(reader: FlaskClient, path: str) -> None:
    answer = reader.get(path)
    assert answer.status_code == 404
    assert 'href="/' in answer.get_data(as_text=True)


def test_an_edition_and_its_changes_have_pages(reader: FlaskClient) -> None:
    assert "食品经营许可（新办）" in text_of(reader, "/guides/SPJY-XB/editions/1")
    assert "首次公布" in text_of(reader, "/guides/SPJY-XB/changes")


def test_the_places_of_one_district_can_be_shown(reader: FlaskClient) -> None:
    words = text_of(reader, "/guides/SPJY-XB", district="420102000000")
    assert "江岸区政务服务中心" in words
    assert "蔡甸区政务服务中心" not in words


def test_the_scenario_of_a_guide_shows_only_what_applies(reader: FlaskClient) -> None:
    alone = text_of(
        reader, "/guides/SPJY-XB/scenario", cooking="fumes", premises="commercial", delivery="no", agent="no"
    )
    with_agent = text_of(
        reader, "/guides/SPJY-XB/scenario", cooking="fumes", premises="commercial", delivery="no", agent="yes"
    )
    assert "授权委托书" not in alone
    assert "授权委托书" in with_agent


def test_an_answer_that_is_not_offered_is_told_at_its_field(reader: FlaskClient) -> None:
    page = reader.get("/guides/SPJY-XB/scenario?delivery=perhaps").get_data(as_text=True)
    assert 'href="#field-delivery"' in page
    assert 'id="field-delivery"' in page
    assert "请从所列选项中选择。" in page


def test_a_bundle_shows_items_in_order_materials_once_and_the_way_to_apply(reader: FlaskClient) -> None:
    answer = reader.get("/bundles/open-restaurant", query_string=READY_TO_OPEN)
    page = answer.get_data(as_text=True)
    assert page.index("个体工商户设立登记") < page.index("上一步办好后自动开始")
    assert "免提交 · 本次办理中产生" in page
    assert re.search(r'href="/apply/open-restaurant\?[^"]*licence=no', page)


def test_a_bundle_says_why_it_cannot_be_applied_for(reader: FlaskClient) -> None:
    words = text_of(reader, "/bundles/open-restaurant", **READY_TO_OPEN | {"premises": "residential"})
    assert "按您的情况不能办" in words
    assert "生态环境法典" in words
    assert "开始申请" not in words


def test_what_depends_on_a_size_says_the_districts_limit_or_whom_to_ask(reader: FlaskClient) -> None:
    """The limit of one district is invented and says so; those of the others are not known."""
    open_place = text_of(reader, "/bundles/open-restaurant", **READY_TO_OPEN)
    assert "江岸区规定多大面积、多少座位起要办“营业前消防安全检查”，这里还没有登记" in open_place
    assert "拿不准的，打电话问：" in open_place
    small = {**READY_TO_OPEN, "place": "420104000000"}
    words = text_of(reader, "/bundles/open-restaurant", **small)
    assert "这次不用办：硚口区规定面积 200 平方米或者座位 80 个起要办" in words
    assert "演示数据，不是硚口区公布的标准" in words
    assert "告知承诺" not in words
    large = text_of(reader, "/bundles/open-restaurant", **small | {"area": "２００ 平方米"})
    assert "您的店面达到了" in large


@pytest.mark.parametrize(
    ("area", "message"), [("0", "不能小于 1 平方米，"), ("大", "请只写数字"), ("", "请填一个数")]
)
def test_a_number_is_asked_again_and_may_be_unsure(reader: FlaskClient, area: str, message: str) -> None:
    answers = {**READY_TO_OPEN, "area": area, "_asked": "area"}
    page = reader.get("/bundles/open-restaurant", query_string=answers).text
    assert message in page
    assert f'value="{area}"' in page
    unsure = re.search(r'<a class="button button--second" href="([^"]*)">不确定', page)
    assert unsure is not None
    after = reader.get(unescape(unsure.group(1)).partition("#")[0]).text
    assert "还有 1 个问题要问清楚" in after
    assert "店面的使用面积有多大？" in after


def test_a_bundle_without_answers_asks_and_names_what_may_come(reader: FlaskClient) -> None:
    words = text_of(reader, "/bundles/open-restaurant")
    assert "您以什么身份开店？" in words
    assert "可能还要办，看您的回答" in words
    assert "开始申请" not in words


def test_the_list_can_be_narrowed(reader: FlaskClient) -> None:
    assert "居住证申领" in text_of(reader, "/guides/", audience="person")
    assert "居住证申领" not in text_of(reader, "/guides/", audience="organisation")
    assert "食品经营许可" not in text_of(reader, "/guides/", q="公积金")
    assert "没有找到符合条件的办事指南" in text_of(reader, "/guides/", topic="没有这个主题")


def test_search_finds_words_and_initials_and_helps_when_it_finds_nothing(reader: FlaskClient) -> None:
    assert "居住证申领" in text_of(reader, "/search", q="居住证")
    assert "居住证申领" in text_of(reader, "/search", q="jzz")
    assert "看全部办事指南" in text_of(reader, "/search", q="qqqqqqqq")


def test_changes_are_public_as_a_page_and_as_a_feed(reading_hall: Hall, reader: FlaskClient) -> None:
    assert "首次公布" in text_of(reader, "/changes")
    answer = reader.get("/changes.atom")
    assert answer.mimetype == "application/atom+xml"
    shown = ElementTree.fromstring(answer.data)
    name = "{http://www.w3.org/2005/Atom}"
    assert len(shown.findall(f"{name}entry")) >= 10
    updated = shown.findtext(f"{name}updated")
    with reading_hall.app.app_context():
        last = guide_events(reading(), after=feed_head(reading()) - 1, limit=1)
    assert updated is not None
    assert datetime.fromisoformat(updated) == last[0].at


def test_older_changes_go_on_where_the_page_ends(reader: FlaskClient) -> None:
    page = reader.get("/changes?until=1").get_data(as_text=True)
    assert page.count("<time") == 1
    assert reader.get("/changes?until=999999").status_code == 200
    assert reader.get("/changes?until=word").status_code == 200


def test_the_home_page_leads_everywhere(reader: FlaskClient) -> None:
    page = reader.get("/").get_data(as_text=True)
    for href in ("/guides/", "/bundles/", "/progress", "/verify", "/my/", "/changes"):
        assert f'href="{href}"' in page
    assert "开办餐饮店" in page


def test_a_code_that_the_store_does_not_know_is_told_apart_from_a_mistyped_one(reader: FlaskClient) -> None:
    assert "这个编号不对" in text_of(reader, "/verify/1.2.3")
    for typed, said in (
        ("2026112300000001I", 'href="/progress?number=2026112300000001I"'),
        ("岸市监受〔2026〕999号", "查不到这份文书"),
        ("abc", "这不像证照标识"),
    ):
        page = reader.get(f"/verify/{typed}").get_data(as_text=True)
        assert said in page
        assert f'value="{typed}"' in page
    assert reader.get("/verify", query_string={"code": " 1.2. 3 "}).headers["Location"] == "/verify/1.2.3"


def test_demo_data_always_says_so(reader: FlaskClient) -> None:
    for path in ("/", "/guides/JZZ-SL", "/bundles/open-restaurant", "/verify", "/search"):
        assert "演示数据，非官方网站" in text_of(reader, path)


def test_the_large_display_is_kept_and_leads_back_to_the_page_only_on_this_site(reader: FlaskClient) -> None:
    assert 'class="govuk-template"' in reader.get("/guides/JZZ-SL").get_data(as_text=True)
    answer = reader.get("/display?elder=1&next=/guides/JZZ-SL")
    assert answer.headers["Location"] == "/guides/JZZ-SL"
    assert 'class="govuk-template elder"' in reader.get("/guides/JZZ-SL").get_data(as_text=True)
    assert reader.get("/display?elder=0&next=//elsewhere.example").headers["Location"] == "/"
    assert 'class="govuk-template"' in reader.get("/guides/JZZ-SL").get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/guides/", "/guides/XFJC-YYQ", "/bundles/open-restaurant", "/verify"])
def test_pages_need_nothing_inline(reader: FlaskClient, path: str) -> None:
    page = reader.get(path).get_data(as_text=True)
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r"\son[a-z]+=", page)


def test_a_stop_shows_only_the_stop_and_whom_to_call(reader: FlaskClient) -> None:
    words = text_of(reader, "/bundles/open-restaurant", cooking="fumes", premises="residential")
    assert "打电话问谁" in words
    assert "027-" in words
    assert words.count("按您的情况不能办") == 1
    assert "会办到的事项" not in words
    assert "下一步" not in words


def test_a_result_gives_the_last_day_the_fee_and_each_warning_beside_its_item(reader: FlaskClient) -> None:
    tobacco = {"tobacco": "yes", "near_school": "yes", "separate": "yes"}
    words = text_of(reader, "/bundles/open-restaurant", **READY_TO_OPEN | tobacco)
    assert re.search(r"最迟 20\d\d-\d\d-\d\d 办好 · 不收费", words)
    assert words.count("学校、幼儿园周边不得设置烟草销售网点") == 1
    assert words.index("烟草专卖零售许可证") < words.index("学校、幼儿园周边") < words.index("全部办好最长")


def test_the_elder_mode_has_a_short_header_of_its_own(reading_hall: Hall) -> None:
    visitor = reading_hall.visitor()
    usual, _, _ = visitor.get("/").text.partition("</header>")
    visitor.client.set_cookie(ELDER_COOKIE, "1")
    elder, _, first_screen = visitor.get("/").text.partition("</header>")
    assert SECTION.findall(elder.partition("<nav")[2]) == ["找事项", "查进度", "我的", "帮助"]
    assert len(SECTION.findall(usual.partition("<nav")[2])) == 5
    assert "English" in usual
    assert "English" not in elder
    assert first_screen.index("您要办什么事？") < first_screen.index("打电话问 12345")
