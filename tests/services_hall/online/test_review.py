"""The last look before filing: who decides each item, by when, for which fee, with what result."""

import re

from tests.support.application_pages import begin_application, valid_form
from tests.support.hall import Hall


def test_the_review_says_who_decides_by_when_for_which_fee(hall: Hall) -> None:
    li = hall.sign_in("li")
    draft = begin_application(li)
    li.post(f"{draft}/form", valid_form(hall, "li"))
    page = re.sub(r"\s+", "", li.get(f"{draft}/review").text)
    assert "江岸区市场监督管理局·5个工作日·不收费·办成后得到：食品经营许可证" in page
    assert "江岸区消防救援大队·当场" in page
