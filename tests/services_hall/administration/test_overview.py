"""The administrator's first page: items that nobody can handle."""

import re

from tests.support.hall import Hall


def test_a_body_without_officer_or_system_is_shown_with_its_items(hall: Hall) -> None:
    administrator = hall.sign_in("guanli")
    rows = administrator.get("/administration/").text.partition("没有人能办的事项")[2]
    assert '<th scope="row">江汉区行政审批局' not in rows
    assert '<th scope="row">江岸区市场监督管理局' not in rows
    assert '<th scope="row">江夏区' in rows
    folded = re.findall(r"<summary>(.*?)：(\d+) 个部门，(\d+) 个事项没有人办</summary>", rows)
    assert [name for name, *_ in folded] == ["区级部门"]
    assert sum(int(bodies) for _, bodies, _items in folded) == rows.count('<th scope="row">')
    page = administrator.get("/administration/accounts/", q="shenpi").text
    path = page.partition('class="cell__name" href="')[2].partition('"')[0]
    assert administrator.post(f"{path}/close").status_code == 303
    rows = administrator.get("/administration/").text.partition("没有人能办的事项")[2]
    assert '<th scope="row">江汉区行政审批局' in rows
    assert "食品经营许可" in rows.partition("江汉区行政审批局")[2].partition("</tr>")[0]
