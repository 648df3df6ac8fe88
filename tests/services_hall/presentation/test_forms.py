"""Rendering of form fields: values, hints and errors at their field, with escaping."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from flask import render_template_string

from guides.enumerations import QuestionKind
from guides.terms import FormField, Question, build_terms
from services_hall.presentation import forms
from tests.support.hall import Hall

PAGE = """{% from "macros/forms.html" import render_field, render_errors %}{{ render_errors(summary) }}
{% for field in fields %}{{ render_field(field) }}{% endfor %}"""


def field_html(reading_hall: Hall, *fields: forms.Field, errors: Mapping[str, str] | None = None) -> str:
    with reading_hall.app.test_request_context("/"):
        return render_template_string(PAGE, fields=fields, summary=forms.error_summary(errors or {}))


def definition(kind: str, **changes: Any) -> FormField:
    field = {
        "key": "premises_address",
        "label": "经营场所地址",
        "type": kind,
        "required": True,
        "hint": "",
        "max_length": None,
        "options": [],
    }
    return build_terms(FormField, field | changes)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text", 'type="text"'),
        ("date", 'type="date"'),
        ("phone", 'inputmode="tel"'),
        ("integer", 'inputmode="numeric"'),
        ("textarea", "<textarea"),
        ("address", 'autocomplete="section-premises street-address"'),
        ("identity_number", 'type="text"'),
        ("credit_code", 'type="text"'),
        ("person_name", 'autocomplete="section-premises name"'),
    ],
)
def test_each_kind_of_field_has_its_control(reading_hall: Hall, kind: str, expected: str) -> None:
    page = field_html(reading_hall, forms.form_field(definition(kind), value="某值"))
    assert expected in page
    assert "某值" in page
    assert 'for="field-premises_address"' in page


@pytest.mark.parametrize(
    ("key", "prefill", "party"),
    [
        ("applicant_phone", "applicant.phone", "applicant"),
        ("agent_phone", None, "agent"),
        ("guardian_phone", None, "guardian"),
        ("give.phone", None, "phone"),
        ("premises_phone", "certificate.phone", "premises"),
    ],
)
def test_a_browser_fills_in_each_party_apart(key: str, prefill: str | None, party: str) -> None:
    field = forms.form_field(definition("phone", key=key, prefill=prefill))
    assert field.params["autocomplete"] == f"section-{party} tel"


def test_what_was_given_comes_back_as_it_was_given(reading_hall: Hall) -> None:
    given = 'line 1\nline 2 <b>"&\n  line 3'
    page = field_html(reading_hall, forms.form_field(definition("textarea"), value=given))
    inside = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
    assert inside is not None
    assert inside[1] == "line 1\nline 2 &lt;b&gt;&#34;&amp;\n  line 3"


def test_an_error_stands_at_its_field_and_in_the_summary(reading_hall: Hall) -> None:
    field = forms.form_field(definition("address", hint="写到门牌号"), error="请填写经营场所地址。")
    page = field_html(reading_hall, field, errors={"premises_address": "请填写经营场所地址。"})
    assert page.count("请填写经营场所地址。") == 2
    assert 'href="#field-premises_address"' in page
    assert 'aria-describedby="field-premises_address-hint field-premises_address-error"' in page


def test_an_optional_field_says_so(reading_hall: Hall) -> None:
    assert "经营场所地址（选填）" in field_html(
        reading_hall, forms.form_field(definition("text", required=False))
    )


def test_few_choices_are_radio_buttons_and_many_a_list(reading_hall: Hall) -> None:
    few = [{"value": str(number), "label": f"第 {number} 项"} for number in range(3)]
    many = [{"value": str(number), "label": f"第 {number} 项"} for number in range(20)]
    radios = field_html(reading_hall, forms.form_field(definition("choice", options=few), value="2"))
    listed = field_html(reading_hall, forms.form_field(definition("choice", options=many), value="7"))
    assert radios.count('type="radio"') == 3
    assert re.search(r'value="2"\s+checked', radios)
    assert re.search(r'value="7"[^>]*selected', listed)


def test_the_first_radio_button_is_where_the_summary_leads(reading_hall: Hall) -> None:
    question = Question(key="GTDJ-SL.form", text="哪种方式？", kind=QuestionKind.YES_NO)
    page = field_html(reading_hall, forms.question(question), errors={"GTDJ-SL.form": "请选择。"})
    assert 'id="field-GTDJ-SL-form"' in page
    assert 'href="#field-GTDJ-SL-form"' in page
    assert 'name="GTDJ-SL.form"' in page


def test_a_file_field_takes_pdf_and_pictures(reading_hall: Hall) -> None:
    page = field_html(reading_hall, forms.upload("layout-plan", "平面布局图", error="请上传文件。"))
    assert 'type="file"' in page
    (accepted,) = re.findall(r'accept="([^"]+)"', page)
    assert {".pdf", ".jpg", ".jpeg", ".png", ".heic", "application/pdf", "image/jpeg"} <= set(
        accepted.split(",")
    )
    assert "请上传文件。" in page
