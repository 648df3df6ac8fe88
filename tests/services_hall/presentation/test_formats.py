"""Formats of values and sentences for pages."""

from datetime import date

from services_hall.presentation.formats import page_day, whole_days


def test_no_line_breaks_within_a_day_and_the_rest_of_a_sentence_is_text() -> None:
    said = whole_days("请在 2026-11-20 前（含当日）申请；<b>到期</b>（2027-01-02）视为准予延续")
    assert said == (
        f"请在 {page_day(date(2026, 11, 20))} 前（含当日）申请；"
        f"&lt;b&gt;到期&lt;/b&gt;（{page_day(date(2027, 1, 2))}）视为准予延续"
    )


def test_only_days_are_kept_whole() -> None:
    assert whole_days("邮件号 12026-11-205，027-00012345") == "邮件号 12026-11-205，027-00012345"
    assert not whole_days("")
