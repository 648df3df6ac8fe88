"""Search with typical input: everyday words, pinyin, traditional characters, typing errors, nonsense."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from guides.editions import withdraw_edition
from guides.enumerations import SnippetKind
from guides.models import Agency, BundleEdition, GuideEdition
from guides.orm import Base
from guides.samples import bundle_sample_codes, load_bundle_sample, load_sample, sample_codes
from guides.search import GUIDE_HIT, SearchIndex, Snippet
from guides.search.index import BUNDLE_HIT
from guides.search.words import (
    han_words,
    index_words,
    initials,
    pinyin,
    simplify,
)
from tests.support import editions
from tests.support.guide_terms import guide_content
from tests.support.sql_statements import record_statements

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def guide_in_force(session: Session, content: dict[str, Any]) -> GuideEdition:
    return editions.published_edition(session, GuideEdition, content, now=NOW)


@pytest.fixture(scope="module")
def index() -> Iterator[SearchIndex]:
    """An index over the sample guides and bundles."""
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Agency(code="11420100000000000X", name="武汉市公安局", role="public_security"))
        for code in sample_codes():
            guide_in_force(session, load_sample(code))
        for code in bundle_sample_codes():
            editions.published_edition(session, BundleEdition, load_bundle_sample(code), now=NOW)
        made = SearchIndex()
        made.refresh(session)
        yield made
    engine.dispose()


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("居住证", "JZZ-SL"),
        ("jzz", "JZZ-SL"),
        ("JZZ", "JZZ-SL"),
        ("juzhuzheng", "JZZ-SL"),
        ("ju zhu zheng", "JZZ-SL"),
        ("居住證", "JZZ-SL"),
        ("怎么办理居住证？", "JZZ-SL"),
        ("暂住证", "JZZ-SL"),
        ("身份证", "SFZ-BL"),
        ("身份证丢了", "SFZ-BL"),
        ("居民身份證補領", "SFZ-BL"),
        ("开饭店", "open-restaurant"),
        ("我想开一家火锅店", "open-restaurant"),
        ("餐饮", "open-restaurant"),
        ("營業執照", "GTDJ-SL"),
        ("个体户", "GTDJ-SL"),
        ("gtgsh", "GTDJ-SL"),
        ("营业执照变更", "GTDJ-BG"),
        ("营业执照丢了", "GTDJ-BL"),
        ("注销营业执照", "GTDJ-ZX"),
        ("食品经营许可延续", "SPJY-YX"),
        ("卖烟", "YCLS-XB"),
        ("公积金", "GJJ-TQ"),
        ("生孩子", "SYDJ"),
        ("SPJY-XB", "SPJY-XB"),
        ("spjy", "SPJY-XB"),
        ("消防", "XFJC-YYQ"),
        ("门头", "HWZP-SZ"),
    ],
)
def test_what_people_type_finds_what_they_mean(index: SearchIndex, text: str, first: str) -> None:
    hits = index.query(text)
    assert hits, text
    assert hits[0].code == first


def test_a_hit_says_what_it_is_and_why_it_was_found(index: SearchIndex) -> None:
    restaurant = index.query("开饭店")[0]
    assert (restaurant.kind, restaurant.name) == (BUNDLE_HIT, "开办餐饮店“一件事”")
    by_material = next(hit for hit in index.query("身份证") if hit.code == "GTDJ-SL")
    assert (by_material.kind, by_material.snippet) == (
        GUIDE_HIT,
        Snippet(SnippetKind.MATERIAL, "申请人身份证件"),
    )
    by_item = next(hit for hit in index.query("烟草") if hit.kind == BUNDLE_HIT)
    assert by_item.snippet.kind is SnippetKind.ITEM
    assert by_item.snippet.text.startswith("烟草专卖零售许可证")


def test_the_name_of_the_agency_finds_its_guides(index: SearchIndex) -> None:
    assert {hit.code for hit in index.query("公安局")} == {"JZZ-SL", "SFZ-BL"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "?",
        "龘靐齉",
        "qqzzx",
        "火箭发射",
        "公章刻制备案中心",
        "*",
        '"',
        "((((",
        "a",
        "：" * 50,
        "\x00",
        "😀",
    ],
)
def test_nonsense_finds_nothing(index: SearchIndex, text: str) -> None:
    assert index.query(text) == []


@pytest.mark.parametrize(
    "text",
    [
        '"居住证" AND (',
        "居住证*",
        "+居住证 -x",
        "居住证~2^9",
        "[居住证 TO 申领}",
        "\\居住证\\",
        "居住证" * 400,
    ],
)
def test_operators_are_only_text(index: SearchIndex, text: str) -> None:
    assert "JZZ-SL" in {hit.code for hit in index.query(text)}


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=1000), st.integers(-1, 10_000))
def test_no_text_is_an_error(index: SearchIndex, text: str, limit: int) -> None:
    assert len(index.query(text, limit)) <= max(limit, 0)


def test_no_more_than_was_asked_for(index: SearchIndex) -> None:
    assert len(index.query("身份证", 2)) == 2
    assert index.query("身份证", 0) == []


def test_an_index_that_was_never_filled_finds_nothing() -> None:
    assert SearchIndex().query("居住证") == []


def test_a_change_is_found_by_the_next_search_and_what_was_withdrawn_is_gone(session: Session) -> None:
    index = SearchIndex()
    assert index.search(session, "食品") == []
    guide_in_force(session, guide_content(code="A", name="甲级测绘", short_name="测绘"))
    assert [hit.code for hit in index.search(session, "测绘")] == ["A"]
    renamed = guide_content(code="A", name="乙级勘察", short_name="勘察")
    edition = guide_in_force(session, renamed)
    assert index.search(session, "测绘") == []
    assert [hit.name for hit in index.search(session, "勘察")] == ["乙级勘察"]
    withdraw_edition(session, edition, now=NOW)
    assert index.search(session, "勘察") == []


def test_a_draft_is_not_found(session: Session) -> None:
    editions.draft_edition(session, GuideEdition, guide_content(), now=NOW)
    assert SearchIndex().search(session, "食品") == []


def test_an_unchanged_feed_costs_one_query(session: Session) -> None:
    guide_in_force(session, guide_content())
    index = SearchIndex()
    assert index.refresh(session)
    with record_statements(session.connection()) as statements:
        assert not index.refresh(session)
    assert len(statements) == 1


def test_a_feed_that_went_back_is_read_anew(session: Session) -> None:
    index = SearchIndex()
    guide_in_force(session, guide_content())
    session.commit()
    guide_in_force(session, guide_content(code="B", name="测绘", short_name="测绘"))
    assert index.search(session, "测绘")
    session.rollback()
    assert index.search(session, "测绘") == []
    assert index.search(session, "食品")


def test_threads_search_while_others_refresh(session: Session) -> None:
    guide_in_force(session, guide_content())
    session.commit()
    index = SearchIndex()
    engine = session.get_bind()

    def look() -> bool:
        with Session(engine) as own:
            return bool(index.search(own, "食品"))

    with ThreadPoolExecutor(8) as pool:
        looks = [pool.submit(look) for _ in range(40)]
        for number in range(3):
            guide_in_force(session, guide_content(code=f"N{number}", name=f"新事项{number}"))
            session.commit()
        assert all(each.result() for each in looks)
    assert len(index.search(session, "食品")) == 4


def test_the_phrase_dictionary_of_pinyin_stays_out_of_memory() -> None:
    program = (
        "import json, guides.search.words as words\n"
        "from pypinyin.constants import PHRASES_DICT\n"
        "print(json.dumps([len(PHRASES_DICT), words.initials(['居住证'])]))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout) == [0, ["jzz"]]


def test_words_of_a_name_overlap_so_that_each_is_found() -> None:
    assert {"居民", "身份", "身份证", "居民身份证"} <= set(index_words("居民身份证"))
    assert simplify("居住證ＪＺＺ") == "居住证jzz"
    assert initials(["居住证申领"]) == ["jzzsl", "sl"]
    assert pinyin(["居住证"]) == ["juzhuzheng"]


def test_an_everyday_word_is_cut_out_whole_but_not_out_of_a_longer_one() -> None:
    assert han_words("开火锅店") == ["开", "火锅店"]
    assert "居民身份证" in han_words("居民身份证补领")
