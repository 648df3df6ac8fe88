"""Words of notices and of their messages: the news and its day, and neither person nor item."""

from datetime import date

from flask import Flask

from services_hall.notices.enumerations import NoticeSubject
from services_hall.notices.enumerations import NoticeTopic as T
from services_hall.notices.models import Notice
from services_hall.presentation.message_texts import notice_text
from services_hall.presentation.notice_words import DATED, TO_DO, TOPICS, notice_day

NUMBER = "2026112900000017-1"
ITEM = "食品经营许可"
DAYS = {
    **dict.fromkeys(TO_DO, "最迟 2026-12-01"),
    **dict.fromkeys(DATED, "核查日期 2026-12-01"),
    T.CLOCK_STOPPED: "计划到 2026-12-01 结束",
    T.VISIT_CANCELLED: "原定 2026-12-01",
}


def test_a_message_says_the_news_and_its_day_and_names_neither_person_nor_item(empty_hall: Flask) -> None:
    for topic in T:
        notice = Notice(
            id=7,
            topic=topic,
            subject_kind=NoticeSubject.CASE,
            subject=NUMBER,
            name=ITEM,
            until=date(2026, 12, 1),
        )
        with empty_hall.test_request_context():
            message, shown, news = notice_text(notice), notice_day(notice), str(TOPICS[topic])
        assert shown == DAYS.get(topic, "有效期到 2026-12-01"), topic
        assert (f"{shown}。" in message.body) == (topic in TO_DO | DATED), topic
        assert f"{news}。" in message.body
        for text in (message.subject, message.body, message.short):
            assert ITEM not in text
            assert NUMBER not in text
        for text in (message.subject, message.short):
            assert news not in text
            assert "2026-12-01" not in text
