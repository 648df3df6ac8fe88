"""The last look before filing: who decides each item, by when, for which fee, with what result."""

import re
from typing import Final

from tests.support.application_pages import (
    begin_application,
    prepare_application,
    submit_application,
    valid_form,
)
from tests.support.hall import Hall
from tests.support.restaurant import UNLICENSED

UNFIT: Final = "还有没填好的，改好才能提交："


def test_the_review_says_who_decides_by_when_for_which_fee(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    page = re.sub(r"\s+", "", li.get(f"{draft}/review").text)
    assert "86平方米" in page
    assert "江岸区市场监督管理局·5个工作日·不收费·办成后得到：食品经营许可证" in page
    assert "江岸区消防救援大队·当场" in page


def test_lines_and_answers_are_shown_before_and_after_filing(hall: Hall) -> None:
    li = hall.sign_in("li")
    assert "86 平方米" in li.get("/apply/open-restaurant", **UNLICENSED).text
    draft = prepare_application(hall, li, scenario=UNLICENSED)
    form = valid_form(hall, "li", UNLICENSED)
    (scope,) = (name for name in form if name.endswith("business_scope"))
    assert li.post(f"{draft}/form", {**form, scope: "餐饮服务\r\n食品销售"}).status_code == 303
    review = li.get(f"{draft}/review").text
    filed = li.get(submit_application(li, draft)).text
    for page in (review, filed):
        assert "餐饮服务<br>食品销售" in page
        assert "86 平方米" in page
        assert re.search(r"看看您的 \d+ 个回答", page)


def test_the_review_says_what_must_be_put_right_before_submitting(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = prepare_application(hall, li)
    assert UNFIT not in li.get(f"{draft}/review").text
    wrong = {**valid_form(hall, "li"), "field.applicant_phone": "1234", "field.sign_text": ""}
    assert li.post(f"{draft}/form", wrong).status_code == 422
    notice = li.get(f"{draft}/review").text.partition(UNFIT)[2].partition("</div>")[0]
    assert notice.count("<li>") == 2
    assert f'href="{draft}/form"' in notice
    refused = li.post(f"{draft}/submit", {"declared": "yes"})
    assert refused.status_code == 422
    for sentence in re.findall(r"<li>([^<]+)</li>", notice):
        assert sentence in refused.text
