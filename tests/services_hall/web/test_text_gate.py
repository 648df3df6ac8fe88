"""Texts from forms and programs: read at one gate, refused at their field, never around it."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError, fields
from werkzeug.test import EnvironBuilder

from certificate_store.text_input.characters import is_invisible, is_on_paper
from certificate_store.text_input.reader import read_lines
from services_hall.api.request_schemas import RequestSchema, RequestText, TextNotRead
from services_hall.applications.errors import TextsRefused
from services_hall.applications.models import Application, Case
from services_hall.web.text_gate import ReadingRequest, refuse_texts
from tests.support.agency_systems import system
from tests.support.case_decisions import case_row, row_count
from tests.support.demo_applications import RESTAURANT
from tests.support.hall import Hall
from tests.support.restaurant import LI, case_of, file_restaurant, request_body, send
from tests.support.window_pages import WANG_AT_WINDOW, begin_at_window, questions

HALL: Final = Path(__file__).parents[3] / "services_hall"
AROUND: Final = frozenset({"values", "get_data", "get_json", "data", "json", "stream", "query_string"})
"""Attributes of a request that hold its texts as they were sent."""
MAY_LOOK: Final = frozenset({"web/request_limits.py", "api/operations.py"})
"""Limits and the parser, which look at bytes and hand no text on."""
ANY_TEXT: Final = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


def request_with(texts: dict[str, str]) -> ReadingRequest:
    return ReadingRequest(EnvironBuilder(method="POST", data=texts).get_environ())


class _Body(RequestSchema):
    text = RequestText()
    texts = fields.Dict(keys=RequestText(), values=RequestText())


@settings(max_examples=150, deadline=None)
@given(text=ANY_TEXT)
def test_what_a_route_reads_is_seen_and_printed_or_refused_by_name(text: str) -> None:
    sent = request_with({"reason": text, "name": "张三"})
    assert sent.form["name"] == "张三"
    if "reason" in sent.refused_texts:
        with pytest.raises(ValidationError) as refused:
            _Body().load({"text": text})
        assert refused.value.messages == {"text": [sent.refused_texts["reason"]]}
        return
    kept = sent.form["reason"]
    assert all(one == "\n" or (is_on_paper(one) and not is_invisible(one)) for one in kept)
    read = read_lines(kept)
    assert _Body().load({"text": text, "texts": {"a": text}}) == {"text": read, "texts": {"a": read}}


def test_the_gate_reads_whichever_part_of_a_request_is_used_first() -> None:
    assert not request_with({"reason": "\u200b"}).files
    sent = request_with({"reason": "一\r\n二\u200b", "password": " \u200b1 "})
    assert (list(sent.files), sent.form["reason"], sent.form["password"]) == ([], "一\n二", " \u200b1 ")


def test_a_schema_with_a_plain_text_is_refused() -> None:
    class Body(RequestSchema):
        text = fields.List(fields.String())

    with pytest.raises(TextNotRead):
        Body()


def reads_around(source: str) -> Iterator[int]:
    """The lines that read texts of the request past the gate."""
    for node in ast.walk(ast.parse(source)):
        is_request = isinstance(node, ast.Attribute) and ast.unparse(node.value) == "request"
        if is_request and node.attr in AROUND:  # type: ignore[attr-defined]  # an attribute, as seen above
            yield node.lineno


def test_no_module_reads_texts_of_a_request_around_the_gate() -> None:
    found = [
        f"{path.relative_to(HALL)}:{line}"
        for path in sorted(HALL.rglob("*.py"))
        if path.relative_to(HALL).as_posix() not in MAY_LOOK
        for line in reads_around(path.read_text(encoding="utf-8"))
    ]
    assert found == []


def test_a_request_with_a_text_that_cannot_be_kept_writes_nothing(reading_hall: Hall) -> None:
    assert reading_hall.app.request_class is ReadingRequest
    with reading_hall.app.test_request_context("/", method="POST", data={"reason": "\u202e"}):
        with pytest.raises(TextsRefused) as refused:
            refuse_texts()
        assert list(refused.value.errors) == ["reason"]
    with reading_hall.app.test_request_context("/", method="POST", data={"reason": "一\n二"}):
        refuse_texts()


HIDDEN: Final = ("\u200b", "\u3164\u2800", " \ufeff\u00a0")


def test_no_refusal_is_signed_with_a_reason_that_nobody_can_read(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market), "SPJY-XB")
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{case['number']}"
    for reason in HIDDEN:
        answer = officer.post(f"{path}/refusal", {"refusal": reason})
        assert (answer.status_code, "不予受理" in answer.text) == (422, True)
        assert market.post(f"/cases/{case['number']}/refusal", {"reason": reason}).status_code == 422
    answer = officer.post(f"{path}/refusal", {"refusal": "材料\u202e不齐"})
    assert answer.status_code == 422
    assert "第 3 个字符是看不见的控制符" in answer.text
    assert 'id="error-refusal"' in answer.text
    answer = market.post(f"/cases/{case['number']}/refusal", {"reason": "%D5%C5"})
    assert answer.get_json()["errors"] == {
        "json": {"reason": ["从第 1 个字符起是没有转换好的编码（乱码）。请重新输入文字。"]}
    }
    with hall.app.app_context():
        assert case_row(case["number"]).reason is None


def basis_of(hall: Hall, number: str) -> str:
    """The key of an article that a refusal may rest on."""
    with hall.app.app_context():
        return case_row(number).application_item.edition.terms.legal_bases[0].key


def test_a_reason_of_three_lines_keeps_its_lines(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    case = case_of(file_restaurant(market), "SPJY-XB")
    officer, path = hall.sign_in("shichang"), f"/desk/cases/{case['number']}"
    body = {"refusal": "一是\r\n二是\u200b\r\n三是", "basis_key": basis_of(hall, case["number"])}
    assert officer.post(f"{path}/refusal", body).status_code == 303
    with hall.app.app_context():
        assert case_row(case["number"]).reason == "一是\n二是\n三是"
    assert "一是<br>二是<br>三是" in officer.get(path).text
    number = case["number"].split("-")[0]
    assert "一是<br>二是<br>三是" in hall.sign_in("li").get(f"/my/applications/{number}").text


def test_a_window_takes_numbers_as_they_are_pasted_and_no_name_that_cannot_be_read(hall: Hall) -> None:
    clerk = hall.sign_in("chuangkou")
    for name, told in (
        ("\u3164", "请填写姓名或单位名称"),
        ("王\u202e演示", "第 2 个字符是看不见的控制符"),
        ("%D5%C5", "没有转换好的编码"),
        ("王\ufffd", "已经损坏"),
        ("王演示☆", "图形符号"),
    ):
        unknown = {"holder.name": name, "holder.identifier": "420102188001010010"}
        form = {**questions(RESTAURANT), **WANG_AT_WINDOW, **unknown}
        answer = clerk.post("/window/apply/open-restaurant", form)
        assert (answer.status_code, told in answer.text) == (422, True), name
    pasted = {"holder.phone": "\u202d100 0000 0003\u202c", "holder.identifier": "420102 1889-0920-013x"}
    assert begin_at_window(hall, clerk, {**WANG_AT_WINDOW, **pasted})
    short = {**questions(RESTAURANT), **WANG_AT_WINDOW, "holder.phone": "1000000003"}
    assert clerk.post("/window/apply/open-restaurant", short).status_code == 422


def test_a_program_files_for_one_person_however_the_name_is_written(hall: Hall) -> None:
    market = system(hall, "market_supervision")
    body: dict[str, Any] = request_body(market)
    for name in ("\u3164", "李\u202e样例", "李\ufffd"):
        answer = send(market, {**body, "holder": {**body["holder"], "name": name}}, f"key-{ord(name[-1])}")
        assert answer.status_code == 422, name
    with hall.app.app_context():
        assert row_count(Application) == row_count(Case) == 0
    body["holder"]["name"] = "李 样\u200b例"
    filed = send(market, body, "however-1")
    assert filed.status_code == 201, filed.text
    found = hall.sign_in("shichang").get("/desk/", q="李样例").text
    assert filed.get_json()["number"] in found
    assert LI.name == "李样例"
